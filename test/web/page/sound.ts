/**
 * What is heard, and what the microphone hears.
 *
 * @module
 */
import assert from "node:assert/strict";
import { exported, ready } from "../browser.ts";
import { focusRoll, notesOf, text, type Visit } from "./visit.ts";

export async function playingSteps({ page, step }: Visit): Promise<void> {
  /** Of the clock beneath the roll. */
  const seconds = async () => Number((await page.innerText(".now")).split(":")[1]);

  await step("recording and notes play in time, looped and slowed", async () => {
    await focusRoll(page);
    await page.keyboard.press("Home");
    await page.selectOption("select[name=speed]", "0.5");
    const started = performance.now();
    await page.click("button.play");
    await page.waitForFunction(
      () => Number(document.querySelector(".now")!.textContent!.split(":")[1]) >= 1,
    );
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
    await page.waitForSelector("button.play[aria-label=Pause]");
    await page.waitForFunction(
      () => Number(document.querySelector(".now")!.textContent!.split(":")[1]) >= 4,
    );
    const heard = [4];
    while (heard.at(-1)! >= Math.max(...heard)) heard.push(await seconds());
    assert.equal(await page.getAttribute("button.play", "aria-label"), "Pause");
    await page.click("button.play");
    assert.ok(heard.every((second) => second >= 3.9 && second <= 5.3), `${heard}`);
  });
}

export async function recordingSteps({ page, step }: Visit): Promise<void> {
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
}
