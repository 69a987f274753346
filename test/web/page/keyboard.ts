/**
 * The page without a mouse.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { drop, ready } from "../browser.ts";
import { inTurn, projectOf } from "../projects.ts";
import {
  assertOpenToAll,
  notesOf,
  notesWhen,
  timbres,
  untilDrawn,
  untilSelected,
  untilTimbres,
  type Visit,
} from "./visit.ts";

/** More stops than the page has. */
const FAR = 60;

/** What has the keys, by its accessible name or else its text; empty where nothing has. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement!;
    if (element === document.body) return "";
    return element.getAttribute("aria-label") ?? element.textContent!.trim();
  });
}

/** Presses Tab until something whose name begins so has the keys. */
async function tabTo(page: Page, name: string, key = "Tab"): Promise<void> {
  const passed: string[] = [];
  for (let i = 0; i < FAR; i++) {
    const now = await focused(page);
    if (now.startsWith(name)) return;
    passed.push(now);
    await page.keyboard.press(key);
  }
  assert.fail(`no way to "${name}" by ${key}: ${passed.join(", ")}`);
}

async function untilPressed(page: Page, name: string, pressed: boolean): Promise<void> {
  await page.waitForSelector(`[aria-label^='${name}'][aria-pressed=${pressed}]`);
}

/** Waits until something whose name begins so has the keys. */
async function untilFocused(page: Page, name: string): Promise<void> {
  await page.waitForFunction(
    (name) => document.activeElement?.getAttribute("aria-label")?.startsWith(name),
    name,
  );
}

export async function keyboardSteps({ page, step }: Visit): Promise<void> {
  const { keyboard } = page;
  await drop(page, "turns.noteprism", await projectOf(inTurn(12, 3)));
  await ready(page);

  await step("every control is reached by Tab and shows that it has the keys", async () => {
    await page.focus("canvas.notes");
    for (const name of ["Name of timbre 1", "Solo", "Mute", "More for", "Map of", "Play"]) {
      await tabTo(page, name);
      const ring = await page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement!);
        return `${outlineStyle} ${outlineWidth}`;
      });
      assert.equal(ring, "solid 2px", name);
    }
  });

  await step("the keys stay where they are while timbres are told apart", async () => {
    const count = await timbres(page);
    await tabTo(page, "One timbre more", "Shift+Tab");
    await keyboard.press("Enter");
    await untilTimbres(page, count + 1);
    assert.equal(await focused(page), "One timbre more");
    await tabTo(page, "One timbre fewer", "Shift+Tab");
    for (let left = count; left >= 1; left--) {
      await keyboard.press("Enter");
      await untilTimbres(page, left);
    }
    assert.equal(await focused(page), "One timbre fewer");
    for (let i = 0; i < count + 1; i++) await keyboard.press("Control+z");
    await untilTimbres(page, count);
  });

  await step("a timbre's menu is free of barriers, and gives the keys back", async () => {
    const count = await timbres(page);
    await tabTo(page, "More for Timbre 2");
    await keyboard.press("Enter");
    await page.waitForSelector(":popover-open");
    await assertOpenToAll(page);
    await keyboard.press("Escape");
    await page.waitForSelector(":popover-open", { state: "detached" });
    assert.equal(await focused(page), "More for Timbre 2");
    await keyboard.press("Enter");
    await tabTo(page, "Split in two");
    await keyboard.press("Enter");
    await untilTimbres(page, count + 1);
    await untilFocused(page, "More for Timbre 2");
    await tabTo(page, `More for Timbre ${count + 1}`);
    await keyboard.press("Enter");
    await tabTo(page, "Timbre 1");
    await keyboard.press("Enter");
    await untilTimbres(page, count);
    await untilFocused(page, "Piano roll");
    await keyboard.press("Control+z");
    await keyboard.press("Control+z");
    await untilTimbres(page, count);
  });

  await step("solo, mute, loop and speed by keys", async () => {
    for (const name of ["Solo Timbre 1", "Mute Timbre 1"]) {
      await tabTo(page, name);
      await keyboard.press("Space");
      await untilPressed(page, name, true);
      await keyboard.press("Space");
      await untilPressed(page, name, false);
    }
    await page.focus("canvas.notes");
    await keyboard.press("ArrowRight");
    await keyboard.press("Shift+ArrowRight");
    await untilSelected(page, 2);
    await keyboard.press("l");
    await untilPressed(page, "Loop", true);
    await keyboard.press("l");
    await untilPressed(page, "Loop", false);
    await page.focus("select[name=speed]");
    await keyboard.press("ArrowUp");
    assert.equal(await page.inputValue("select[name=speed]"), "0.75");
    await keyboard.press("ArrowDown");
    assert.equal(await page.inputValue("select[name=speed]"), "1");
  });

  await step("notes start later and are deleted, and the keys go to the roll", async () => {
    const before = await notesOf(page);
    await page.focus("canvas.notes");
    await keyboard.press("Escape");
    await keyboard.press("ArrowRight");
    await untilSelected(page, 1);
    await keyboard.press("}");
    const later = (notes: typeof before) => notes.some((n, i) => n.onset > before[i].onset);
    const moved = await notesWhen(page, later);
    assert.deepEqual(moved.map((n) => n.offset), before.map((n) => n.offset));
    assert.ok(later(moved));
    await page.focus("canvas.notes");
    await tabTo(page, "Delete");
    await keyboard.press("Enter");
    await untilFocused(page, "Piano roll");
    assert.equal((await notesOf(page)).length, before.length - 1);
    await page.focus("canvas.notes");
    await keyboard.press("Control+z");
    await keyboard.press("Control+z");
    const same = (notes: typeof before) => JSON.stringify(notes) === JSON.stringify(before);
    assert.deepEqual(await notesWhen(page, same), before);
  });

  await step("a file is written by keys, which then are where they were", async () => {
    await tabTo(page, "Export", "Shift+Tab");
    await keyboard.press("Enter");
    await page.waitForSelector("dialog[open] [data-kind]");
    await assertOpenToAll(page);
    await tabTo(page, "CSV");
    const [download] = await Promise.all([page.waitForEvent("download"), keyboard.press("Enter")]);
    assert.match(download.suggestedFilename(), /\.csv$/);
    await page.waitForSelector("dialog[open]", { state: "detached" });
    await untilFocused(page, "Export");
  });

  await step("a dialog is opened again the moment it has closed", async () => {
    await page.evaluate(async () => {
      const press = (selector: string) => document.querySelector<HTMLElement>(selector)!.click();
      const dialog = document.querySelector("dialog")!;
      const changed = () =>
        new Promise((done) => new MutationObserver(done).observe(dialog, { attributes: true }));
      press(".top .primary");
      await changed();
      press("dialog [data-kind=csv]");
      await changed();
      press(".top .primary");
    });
    await untilDrawn(page);
    assert.equal(await page.locator("dialog[open] [data-kind]").count(), 6);
    await keyboard.press("Escape");
    await page.waitForSelector("dialog h2", { state: "detached" });
  });
}
