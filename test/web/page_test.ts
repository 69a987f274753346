import axe from "axe-core";
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { readMidiParts } from "../../lib/evaluate/datasets/midi.ts";
import { parseSongParts } from "../../lib/evaluate/datasets/plain.ts";
import { recolor, type SongJson, toJson, transcribe } from "../../lib/mod.ts";
import { inFolder, run } from "../command.ts";
import { tone, wav } from "../wav.ts";
import { CHROMIUM, drop, exported, ready, withPage } from "./browser.ts";
import { readMusicXml } from "./musicxml.ts";

const EXAMPLE = new URL("../../lib/example/trio.wav", import.meta.url);
const FIXTURES = new URL("../fixtures/", import.meta.url);
const CLI = new URL("../../lib/cli/transcribe.ts", import.meta.url);

/** Bytes that the first visit may cost. */
const FIRST_LOAD = 15e6;

if (!CHROMIUM) console.warn("skipped: there is no Chromium to open the page in");

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

async function notesOf(page: Page): Promise<SongJson["notes"]> {
  return JSON.parse(text((await exported(page, "json")).bytes)).notes;
}

/** Rules of axe-core that the page breaks, with the elements concerned. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run()
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(" ")}`);
}

Deno.test({
  name: "the page hears, shows, edits and exports in a browser",
  ignore: !CHROMIUM,
  sanitizeOps: false,
  sanitizeResources: false,
  fn: (t) =>
    withPage(async ({ page, address, complaints, strangers, bytes, goOffline }) => {
      /** Each step goes on from where the one before has left the page. */
      const step = async (name: string, work: () => Promise<void>) => {
        const passed = await t.step(name, async () => {
          await work();
          assert.deepEqual(complaints.splice(0), []);
        });
        assert.ok(passed, `${name}: ${complaints.join("; ")}`);
      };
      const notice = page.locator(".notice");

      await step("it loads isolated, under 15 MB with everything kept for later", async () => {
        await page.waitForSelector(".start .primary");
        assert.ok(await page.evaluate(() => crossOriginIsolated));
        assert.ok(bytes > 1e6 && bytes < FIRST_LOAD, `${bytes} bytes`);
        await page.evaluate(async () => {
          await navigator.serviceWorker.ready;
        });
        assert.deepEqual(await barriers(page), []);
      });

      await step("a hostile file is refused in one line", async () => {
        await drop(
          page,
          "evil.wav",
          new TextEncoder().encode("<script>alert(1)</script>".repeat(99)),
        );
        await page.waitForSelector(".notice[data-kind=error]");
        assert.match(await notice.innerText(), /^Cannot open evil\.wav: not a recording/);
        assert.equal(await page.getAttribute("#page", "data-phase"), "start");
      });

      await step("a dropped WAV gives the notes that the command line gives", async () => {
        await drop(page, "trio.wav", await Deno.readFile(EXAMPLE));
        await page.waitForSelector("#page[data-phase=listening]");
        await ready(page);
        await inFolder(async (folder) => {
          await Deno.copyFile(EXAMPLE, `${folder}/trio.wav`);
          await run(CLI, ["trio.wav", "--json", "trio.json", "--csv", "trio.csv"], folder);
          assert.deepEqual(
            JSON.parse(text((await exported(page, "json")).bytes)),
            JSON.parse(await Deno.readTextFile(`${folder}/trio.json`)),
          );
          assert.equal(
            text((await exported(page, "csv")).bytes),
            await Deno.readTextFile(`${folder}/trio.csv`),
          );
        });
        assert.deepEqual(await barriers(page), []);
      });

      const timbres = () => page.locator(".timbres li").count();
      const until = async (count: number) => {
        while (await timbres() !== count) await page.waitForTimeout(20);
      };

      /** The notes once they are as expected; as they are if they do not become so. */
      const settled = async (expected: (notes: Awaited<ReturnType<typeof notesOf>>) => boolean) => {
        let notes = await notesOf(page);
        for (let tries = 0; tries < 100 && !expected(notes); tries++) {
          await page.waitForTimeout(50);
          notes = await notesOf(page);
        }
        return notes;
      };
      /** Closing a menu hands the focus back a moment later. */
      const focusRoll = async () => {
        await page.waitForFunction(() => !document.querySelector(":popover-open, dialog[open]"));
        await page.waitForTimeout(100);
        await page.focus("canvas.notes");
      };

      const timbreOf = async (note: number) => (await notesOf(page))[note].timbre;

      await step("it recolours, and undoes", async () => {
        const before = await notesOf(page);
        const more = await timbres() + 1;
        await page.click("[aria-label='One timbre more']");
        await until(more);
        const song = await transcribe(await Deno.readFile(EXAMPLE), { timbres: more });
        assert.deepEqual(await notesOf(page), toJson(song, "").notes);
        await page.click("[aria-label=Undo]");
        assert.deepEqual(await notesOf(page), before);
        await page.click("[aria-label=Redo]");
        assert.deepEqual(await notesOf(page), toJson(song, "").notes);
      });

      await step("pins are heeded, taken back and kept in the project", async () => {
        const song = await transcribe(await Deno.readFile(EXAMPLE));
        const before = toJson(song, "").notes;
        assert.notEqual(before[0].timbre, before[1].timbre);
        await page.click("[aria-label=Undo]");
        await focusRoll();
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("Shift+ArrowRight");
        await page.keyboard.press("s");
        await page.waitForSelector("button[name=unpin]");
        const pinned = toJson(recolor(song, { timbres: "auto", same: [[0, 1]] }), "").notes;
        assert.deepEqual(await notesOf(page), pinned);
        const project = await exported(page, "project");
        await page.click("button[name=unpin]");
        await page.waitForSelector("button[name=unpin]", { state: "detached" });
        assert.deepEqual(await notesOf(page), before);
        await drop(page, project.name, project.bytes);
        await page.waitForSelector("[aria-label=Undo]:disabled");
        await page.getByRole("button", { name: "Automatic" }).click();
        await page.waitForSelector("[aria-label=Undo]:enabled");
        assert.deepEqual(await notesOf(page), pinned);

        const different = page.locator("button[name=different]");
        while (await different.count() === 0) {
          await page.keyboard.press("Escape");
          await page.locator("canvas.notes").press("ArrowRight");
          await page.keyboard.press("Shift+ArrowRight");
          await page.waitForTimeout(200);
        }
        await different.click();
        while ((await timbreOf(0)) === (await timbreOf(1))) await page.waitForTimeout(50);
        for (let count = await timbres(); count > 1; count--) {
          await page.click("[aria-label='One timbre fewer']");
          if (count > 2) await until(count - 1);
        }
        await page.waitForSelector(".notice[data-kind=error]");
        assert.match(await notice.innerText(), /^Nothing was changed\. .* only 1 timbres$/);
        assert.notEqual(await timbreOf(0), await timbreOf(1));
        await notice.getByRole("button", { name: "Close" }).click();
      });

      await step("keys walk over the map, and map and roll show one selection", async () => {
        const map = page.locator(".map canvas");
        const picture = () => map.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
        const selected = (count: number) =>
          page.waitForFunction(
            (count) =>
              document.querySelector("#selection-title")?.textContent?.startsWith(`${count} `),
            count,
          );
        await page.keyboard.press("Escape");
        await page.waitForSelector("#selection-title", { state: "detached" });
        const bare = await picture();
        await map.press("Enter");
        await selected(1);
        const walked = new Set<string>();
        const keys = ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"];
        for (const key of keys) {
          await map.press(key);
          await page.waitForTimeout(100);
          walked.add(await page.innerText(".selection p"));
        }
        assert.ok(walked.size > 1, "another note is selected");
        for (const key of keys) await map.press(`Shift+${key}`);
        await page.waitForFunction(() =>
          Number.parseInt(document.querySelector("#selection-title")!.textContent!) > 1
        );
        await page.keyboard.press("Escape");
        await page.locator("canvas.notes").press("ArrowRight");
        await selected(1);
        assert.notEqual(await picture(), bare);
      });

      await step("it splits and merges timbres, and keeps their names", async () => {
        const rows = page.locator(".timbres li");
        const count = await timbres();
        await rows.first().locator(".name").fill("长笛 & <b>");
        await rows.first().locator(".name").press("Enter");
        await rows.first().getByRole("button", { name: /^More/ }).click();
        await rows.first().getByText("Split in two").click();
        await until(count + 1);
        await rows.nth(count).getByRole("button", { name: /^More/ }).click();
        await rows.nth(count).locator("h3 + button").click();
        await until(count);
        assert.equal(await rows.first().locator(".name").inputValue(), "长笛 & <b>");
      });

      await step("keys walk, move, stretch, assign, add and delete notes", async () => {
        const before = await notesOf(page);
        const changed = (notes: typeof before) =>
          notes.filter((note, i) => note.pitch !== before[i]?.pitch).length;
        await focusRoll();
        await page.keyboard.press("ArrowRight");
        await page.keyboard.press("Alt+ArrowUp");
        await page.keyboard.press("]");
        assert.equal(changed(await settled((notes) => changed(notes) === 1)), 1);
        await focusRoll();
        await page.keyboard.press("Delete");
        const fewer = before.length - 1;
        assert.equal((await settled(({ length }) => length === fewer)).length, fewer);
        await focusRoll();
        await page.keyboard.press("n");
        assert.equal((await settled(({ length }) => length > fewer)).length, before.length);
        for (let i = 0; i < 4; i++) await page.keyboard.press("Control+z");
        const same = (notes: typeof before) => JSON.stringify(notes) === JSON.stringify(before);
        assert.deepEqual(await settled(same), before);
      });

      await step("a pointer selects, drags and adds notes", async () => {
        const before = await notesOf(page);
        const box = (await page.locator("canvas.notes").boundingBox())!;
        await page.mouse.move(box.x + 5, box.y + 5);
        await page.mouse.down();
        await page.mouse.move(box.x + box.width - 5, box.y + box.height - 5, { steps: 4 });
        await page.mouse.up();
        await page.waitForFunction(
          (count) =>
            document.querySelector("#selection-title")?.textContent?.startsWith(`${count} `),
          before.length,
        );
        await page.keyboard.press("Escape");
        await page.mouse.dblclick(box.x + box.width / 2, box.y + 8);
        const more = before.length + 1;
        assert.equal((await settled(({ length }) => length === more)).length, more);
        await page.keyboard.press("Control+z");
        await settled(({ length }) => length === before.length);
      });

      await step("the sliders make the notes again without listening again", async () => {
        const before = await notesOf(page);
        const counted = async () => Number(await page.innerText(".sliders .hint"));
        const slide = async (value: string) => {
          const count = await counted();
          await page.locator("input[name=sensitivity]").fill(value);
          while (await counted() === count) await page.waitForTimeout(20);
        };
        await slide("90");
        const more = await notesOf(page);
        assert.ok(more.length > before.length, `${more.length} of ${before.length}`);
        await slide("50");
        assert.deepEqual((await notesOf(page)).map((n) => n.pitch), before.map((n) => n.pitch));
        await page.keyboard.press("Control+z");
        await page.keyboard.press("Control+z");
        assert.deepEqual(await notesOf(page), before);
      });

      await step("recording and notes play in time, looped and slowed", async () => {
        const seconds = async () => Number((await page.innerText(".now")).split(":")[1]);
        await page.focus("canvas.notes");
        await page.keyboard.press("Home");
        await page.selectOption("select[name=speed]", "0.5");
        const started = performance.now();
        await page.click("button.play");
        while (await seconds() < 1) await page.waitForTimeout(50);
        await page.click("button.play");
        const rate = await seconds() / ((performance.now() - started) / 1000);
        assert.ok(rate < 0.65, `${rate} s a second`);

        await page.selectOption("select[name=speed]", "1.5");
        const { seconds: length } = JSON.parse(text((await exported(page, "json")).bytes)).audio;
        const ruler = (await page.locator("canvas.ruler").boundingBox())!;
        const at = (second: number) => ruler.x + second * ruler.width / length;
        await page.mouse.move(at(4), ruler.y + 9);
        await page.mouse.down();
        await page.mouse.move(at(5), ruler.y + 9, { steps: 3 });
        await page.mouse.up();
        await page.click("button.play");
        const heard = [4];
        while (heard.at(-1)! >= Math.max(...heard)) {
          await page.waitForTimeout(50);
          heard.push(await seconds());
        }
        assert.equal(await page.getAttribute("button.play", "aria-label"), "Pause");
        await page.click("button.play");
        assert.ok(heard.every((second) => second >= 3.9 && second <= 5.3), `${heard}`);
      });

      await step("MIDI, MusicXML and the picture open again", async () => {
        const notes = await notesOf(page);
        const tracks = new Set(notes.map((note) => note.timbre)).size;
        const midi = await exported(page, "midi");
        assert.equal(midi.name, "trio.mid");
        const parts = readMidiParts(midi.bytes).filter((part) => part.notes.length > 0);
        assert.equal(parts.length, tracks);
        assert.equal(parts.flatMap((part) => part.notes).length, notes.length);
        const json = parseSongParts(text((await exported(page, "json")).bytes));
        assert.deepEqual(
          json.map((part) => part.notes.map((n) => n.pitch).sort()),
          parts.map((part) => part.notes.map((n) => n.pitch).sort()),
        );
        const notation = readMusicXml(text((await exported(page, "musicxml")).bytes));
        assert.ok(notation.some(({ name }) => name === "长笛 &amp; &lt;b&gt;"));
        assert.equal(notation.length, tracks);
        const picture = (await exported(page, "png")).bytes;
        assert.deepEqual([...picture.subarray(1, 4)], [..."PNG"].map((c) => c.charCodeAt(0)));
        assert.ok(picture.length > 5000);
      });

      await step(
        "a damaged file or a cancelled one keeps the session, a project brings it back",
        async () => {
          const notes = await notesOf(page);
          const project = await exported(page, "project");
          await drop(
            page,
            "short.flac",
            (await Deno.readFile(new URL("tone.flac", FIXTURES)))
              .subarray(0, 5000),
          );
          await page.waitForSelector(".notice[data-kind=error]");
          assert.match(await notice.innerText(), /^Cannot open short\.flac: the FLAC file is/);
          await ready(page);
          assert.deepEqual(await notesOf(page), notes);
          await drop(page, "long.wav", wav([tone(120)]));
          await page.click(".progress button");
          await ready(page);
          assert.deepEqual(await notesOf(page), notes);
          await drop(page, "silence.wav", wav([new Float32Array(22_050)]));
          await page.waitForFunction(() =>
            document.querySelector(".title")?.textContent === "silence"
          );
          await ready(page);
          assert.deepEqual(await notesOf(page), []);
          await drop(page, project.name, project.bytes);
          await page.waitForFunction(() =>
            document.querySelector(".title")?.textContent === "trio"
          );
          assert.deepEqual(await notesOf(page), notes);
        },
      );

      await step(
        "it hears what only the browser decodes, and plays what only the library decodes",
        async () => {
          for (const name of ["tone.webm", "tone.aiff"]) {
            await drop(page, name, await Deno.readFile(new URL(name, FIXTURES)));
            await page.waitForFunction(() =>
              document.querySelector(".title")?.textContent === "tone"
            );
            await ready(page);
            const { audio } = JSON.parse(text((await exported(page, "json")).bytes));
            assert.ok(Math.abs(audio.seconds - 0.6) < 0.06, `${name}: ${audio.seconds} s`);
            assert.doesNotMatch(await notice.innerText(), /cannot play/);
            await drop(page, "next.wav", wav([tone(0.3)]));
            await page.waitForFunction(() =>
              document.querySelector(".title")?.textContent === "next"
            );
            await ready(page);
          }
        },
      );

      await step("notes appear while it records, and stay", async () => {
        const before = await notesOf(page);
        const record = async (least: number) => {
          await page.getByRole("button", { name: "Record", exact: true }).click();
          await page.waitForFunction(
            (least) =>
              document.querySelector(".recorder") &&
              Number(/\d+/.exec(document.querySelector("canvas.notes")!.ariaLabel!)![0]) >= least,
            least,
          );
        };
        await record(0);
        await page.getByText("Discard").click();
        await ready(page);
        assert.deepEqual(await notesOf(page), before);
        await record(8);
        await page.getByText("Stop and keep").click();
        await ready(page);
        assert.equal(await page.innerText(".title"), "Recording");
        assert.ok((await notesOf(page)).length >= 8);
      });

      await step(
        "it speaks Chinese and keeps dialogs free of barriers, in the dark too",
        async () => {
          await page.click(".language");
          await page.waitForFunction(() => document.documentElement.lang === "zh-CN");
          await page.click("[aria-label^='外观']");
          await page.click("[aria-label^='外观']");
          for (const open of [".top .primary", "[aria-label=快捷键]"]) {
            await page.click(open);
            await page.waitForSelector("dialog[open] h2");
            assert.deepEqual(await barriers(page), []);
            await page.keyboard.press("Escape");
          }
          assert.deepEqual(await barriers(page), []);
          await page.setViewportSize({ width: 360, height: 740 });
          assert.deepEqual(await barriers(page), []);
          await page.click("[aria-label^='外观']");
          await page.click("[aria-label^='外观']");
          await page.waitForFunction(
            () => document.documentElement.dataset.theme === "light",
            undefined,
            { timeout: 5000 },
          );
          assert.deepEqual(await barriers(page), []);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(wide <= 360, `${wide} pixels wide`);
          await page.setViewportSize({ width: 1280, height: 800 });
          await page.click(".language");
        },
      );

      await step("without a server it opens again, with its work, and hears", async () => {
        await page.waitForTimeout(1000);
        await goOffline();
        await page.goto(address);
        await page.getByText("Continue with Recording").click();
        await ready(page);
        await page.reload();
        await page.getByText("Try the example").click();
        await ready(page);
        assert.ok((await notesOf(page)).length > 50);
      });

      assert.deepEqual(strangers, []);
    }),
});
