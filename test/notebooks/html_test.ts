import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { readPlotly } from "../../lib/cli/plotly.ts";
import { pianoRoll } from "../../lib/plot/piano_roll.ts";
import { notebookPage } from "../../notebooks/runner/html.ts";
import { CHROMIUM, FLAGS } from "../web/browser.ts";
import { encodeWav } from "../../synth/wav.ts";
import { notebookOf } from "./notebooks.ts";

const roll = pianoRoll({
  duration: 2,
  timbres: 1,
  notes: [{ onset: 0, offset: 1, pitch: 60, velocity: 1, confidence: 1, timbre: 0 }],
});

Deno.test("notebookPage() escapes code and what it printed", () => {
  const notebook = notebookOf(["const a = 1 < 2;"]);
  const [cell] = notebook.cells;
  assert.ok(cell.cell_type === "code");
  cell.outputs.push({ output_type: "stream", name: "stdout", text: "<b>&" });
  const page = notebookPage(notebook, "<title>", "");
  assert.match(page, /<pre>&lt;b&gt;&amp;<\/pre>/);
  assert.match(page, /<title>&lt;title&gt;<\/title>/);
  assert.doesNotMatch(page, /1 < 2/);
});

if (!CHROMIUM) console.warn("No Chromium: pages of notebooks are not opened");

Deno.test({
  name: "notebookPage() draws figures and plays sound without a network",
  ignore: !CHROMIUM,
  async fn() {
    const notebook = notebookOf(["show"]);
    const [cell] = notebook.cells;
    assert.ok(cell.cell_type === "code");
    const wav = encodeWav(new Float32Array(22_050)).toBase64();
    const show = (data: Record<string, unknown>) =>
      cell.outputs.push({ output_type: "display_data", data, metadata: {} });
    show({ "application/vnd.plotly.v1+json": roll, "text/html": "<p>not this</p>" });
    show({ "text/html": `<audio controls src="data:audio/wav;base64,${wav}"></audio>` });
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    try {
      const page = await browser.newPage();
      const asked: string[] = [];
      page.on("request", (request) => {
        if (!request.url().startsWith("data:")) asked.push(request.url());
      });
      await page.setContent(notebookPage(notebook, "test", await readPlotly()));
      await page.waitForSelector(".figure .barlayer .point");
      await page.waitForFunction("document.querySelector('audio').duration === 1");
      assert.equal(await page.getByText("not this").count(), 0);
      assert.deepEqual(asked, []);
    } finally {
      await browser.close();
    }
  },
});
