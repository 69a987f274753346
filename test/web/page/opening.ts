/**
 * The first visit, and a recording that is dropped on the page.
 *
 * @module
 */
import assert from "node:assert/strict";
import { inFolder, run } from "../../command.ts";
import { drop, dropHour, exported, ready } from "../browser.ts";
import { EXAMPLE, notesOf, text, untilTitled, type Visit } from "./visit.ts";

const CLI = new URL("../../../lib/cli/transcribe.ts", import.meta.url);

/** Bytes that the first visit may cost. */
const FIRST_LOAD = 15e6;

export async function openingSteps({ page, bytes, step }: Visit): Promise<void> {
  await step("it loads isolated, under 15 MB with everything kept for later", async () => {
    await page.waitForSelector(".start .primary");
    assert.ok(await page.evaluate(() => crossOriginIsolated));
    assert.ok(bytes > 1e6 && bytes < FIRST_LOAD, `${bytes} bytes`);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
  });

  await step("a hostile file is refused in one line", async () => {
    const hostile = new TextEncoder().encode("<script>alert(1)</script>".repeat(99));
    await drop(page, "evil.wav", hostile);
    await page.waitForSelector(".notice[data-kind=error]");
    assert.match(
      await page.innerText(".notice"),
      /^Cannot open evil\.wav: not a recording/,
    );
    assert.equal(await page.getAttribute("#page", "data-phase"), "start");
  });

  await step("a dropped WAV gives the notes that the command line gives", async () => {
    await drop(page, "trio.wav", await Deno.readFile(EXAMPLE));
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
  });

  await step("notes appear while it listens, and it can be broken off", async () => {
    const before = await notesOf(page);
    await dropHour(page, "hour.wav");
    await untilTitled(page, "hour");
    await page.waitForFunction(() =>
      !document.querySelector("canvas.notes")!.ariaLabel!.includes(" 0 ") &&
      document.querySelector(".progress .left")!.textContent!.endsWith("left")
    );
    assert.equal(await page.getAttribute("#page", "data-phase"), "listening");
    await page.getByRole("button", { name: "Cancel" }).click();
    await untilTitled(page, "trio");
    await ready(page);
    assert.deepEqual(await notesOf(page), before);
  });
}
