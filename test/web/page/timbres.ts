/**
 * Telling timbres apart again: how many, which notes belong together, what they are called.
 *
 * @module
 */
import assert from "node:assert/strict";
import { recolor, toJson, transcribe } from "../../../lib/mod.ts";
import { drop, exported } from "../browser.ts";
import {
  EXAMPLE,
  focusRoll,
  notesOf,
  notesWhen,
  timbres,
  untilDrawn,
  untilSelected,
  untilTimbres,
  type Visit,
} from "./visit.ts";

export async function timbreSteps({ page, step }: Visit): Promise<void> {
  await step("it recolours, and undoes", async () => {
    const before = await notesOf(page);
    const more = await timbres(page) + 1;
    await page.click("[aria-label='One timbre more']");
    await untilTimbres(page, more);
    const song = await transcribe(await Deno.readFile(EXAMPLE), { timbres: more });
    assert.deepEqual(await notesOf(page), toJson(song, "").notes);
    await page.click("[aria-label=Undo]");
    assert.deepEqual(await notesOf(page), before);
    await page.click("[aria-label=Redo]");
    assert.deepEqual(await notesOf(page), toJson(song, "").notes);
  });

  /** Of two notes, one after the other, that are told apart at first. */
  let first = 0;

  await step("pins are heeded, taken back and kept in the project", async () => {
    const song = await transcribe(await Deno.readFile(EXAMPLE));
    const before = toJson(song, "").notes;
    await page.click("[aria-label=Undo]");
    first = before.findIndex(({ timbre }, i) => timbre !== before[i + 1].timbre);
    await selectTwo();
    await page.keyboard.press("s");
    await page.waitForSelector("button[name=unpin]");
    const pinned = toJson(recolor(song, { timbres: "auto", same: [[first, first + 1]] }), "").notes;
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
  });

  await step("pinned notes stay apart, or nothing is changed", async () => {
    const apart = (notes: Awaited<ReturnType<typeof notesOf>>) =>
      notes[first].timbre !== notes[first + 1].timbre;
    await selectTwo();
    await page.click("button[name=different]");
    assert.ok(apart(await notesWhen(page, apart)));
    for (let count = await timbres(page); count > 1; count--) {
      await page.click("[aria-label='One timbre fewer']");
      if (count > 2) await untilTimbres(page, count - 1);
    }
    await page.waitForSelector(".notice[data-kind=error]");
    const notice = page.locator(".notice");
    assert.match(await notice.innerText(), /^Nothing was changed\. .* is only one timbre$/);
    assert.ok(apart(await notesOf(page)));
    await notice.getByRole("button", { name: "Close" }).click();
  });

  await step("keys walk over the map, and map and roll show one selection", async () => {
    const map = page.locator(".map canvas");
    const picture = () => map.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    await page.keyboard.press("Escape");
    await page.waitForSelector("#selection-title", { state: "detached" });
    await page.waitForSelector(".map canvas[aria-busy=false]");
    await untilDrawn(page);
    const bare = await picture();
    await map.press("Enter");
    await untilSelected(page, 1);
    const walked = new Set<string>();
    const keys = ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"];
    for (const key of keys) {
      await map.press(key);
      await untilDrawn(page);
      walked.add(await page.innerText(".selection p"));
    }
    assert.ok(walked.size > 1, "another note is selected");
    for (const key of keys) await map.press(`Shift+${key}`);
    await untilSelected(page, 2, true);
    await page.keyboard.press("Escape");
    await page.locator("canvas.notes").press("ArrowRight");
    await untilSelected(page, 1);
    assert.notEqual(await picture(), bare);
  });

  await step("it splits and merges timbres, and keeps their names", async () => {
    const rows = page.locator(".timbres li");
    const count = await timbres(page);
    await rows.first().locator(".name").fill("长笛 & <b>");
    await rows.first().locator(".name").press("Enter");
    await rows.first().getByRole("button", { name: /^More/ }).click();
    await rows.first().getByText("Split in two").click();
    await untilTimbres(page, count + 1);
    await rows.nth(count).getByRole("button", { name: /^More/ }).click();
    await rows.nth(count).locator("h3 + button").click();
    await untilTimbres(page, count);
    assert.equal(await rows.first().locator(".name").inputValue(), "长笛 & <b>");
  });

  await step("a timbre takes another's colour, which takes its own", async () => {
    const places = () =>
      page.locator(".timbres li > timbre-swatch").evaluateAll((swatches) =>
        swatches.map((swatch) => Number(swatch.getAttribute("place")))
      );
    const [first, second, ...others] = await places();
    await page.locator(".timbres li").first().getByRole("button", { name: /^More/ }).click();
    await page.click(`:popover-open [aria-label='Colour ${second + 1}']`);
    await page.waitForSelector(`.timbres li:first-child > timbre-swatch[place='${second}']`);
    assert.deepEqual(await places(), [second, first, ...others]);
  });

  async function selectTwo(): Promise<void> {
    await focusRoll(page);
    await page.keyboard.press("Escape");
    for (let i = 0; i <= first; i++) await page.keyboard.press("ArrowRight");
    await untilSelected(page, 1);
    await page.keyboard.press("Shift+ArrowRight");
    await untilSelected(page, 2);
  }
}
