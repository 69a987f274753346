/**
 * Notes changed by keys, by a pointer and by the sliders.
 *
 * @module
 */
import assert from "node:assert/strict";
import { focusRoll, notesOf, notesWhen, untilSelected, type Visit } from "./visit.ts";

export async function editingSteps({ page, step }: Visit): Promise<void> {
  await step("keys walk, move, stretch, assign, add and delete notes", async () => {
    const before = await notesOf(page);
    const changed = (notes: typeof before) =>
      notes.filter((note, i) => note.pitch !== before[i]?.pitch).length;
    await focusRoll(page);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Alt+ArrowUp");
    await page.keyboard.press("]");
    assert.equal(changed(await notesWhen(page, (notes) => changed(notes) === 1)), 1);
    await focusRoll(page);
    await page.keyboard.press("Delete");
    const fewer = before.length - 1;
    assert.equal((await notesWhen(page, ({ length }) => length === fewer)).length, fewer);
    await focusRoll(page);
    await page.keyboard.press("n");
    assert.equal((await notesWhen(page, ({ length }) => length > fewer)).length, before.length);
    for (let i = 0; i < 4; i++) await page.keyboard.press("Control+z");
    const same = (notes: typeof before) => JSON.stringify(notes) === JSON.stringify(before);
    assert.deepEqual(await notesWhen(page, same), before);
  });

  await step("a pointer selects, drags and adds notes", async () => {
    const before = await notesOf(page);
    const box = (await page.locator("canvas.notes").boundingBox())!;
    await page.mouse.move(box.x + 5, box.y + 5);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 1, box.y + box.height - 1, { steps: 4 });
    await page.mouse.up();
    await untilSelected(page, before.length);
    await page.keyboard.press("Escape");
    await page.mouse.dblclick(box.x + box.width / 2, box.y + 8);
    const more = before.length + 1;
    assert.equal((await notesWhen(page, ({ length }) => length === more)).length, more);
    await page.keyboard.press("Control+z");
    await notesWhen(page, ({ length }) => length === before.length);
  });

  await step("the sliders make the notes again without listening again", async () => {
    const before = await notesOf(page);
    const slide = async (value: string) => {
      const count = await page.innerText(".sliders .hint");
      await page.locator("input[name=sensitivity]").fill(value);
      await page.waitForFunction(
        (count) => document.querySelector(".sliders .hint")!.textContent !== count,
        count,
      );
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
}
