/**
 * Another language, the dark, a phone, and no network.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { ready } from "../browser.ts";
import { assertOpenToAll, notesOf, untilTheme, type Visit } from "./visit.ts";

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 800 };

export async function everyoneSteps(
  { page, address, goOffline, step }: Visit,
): Promise<void> {
  await step("it speaks Chinese and keeps dialogs free of barriers, in the dark too", async () => {
    await page.click(".language");
    await page.waitForFunction(() => document.documentElement.lang === "zh-CN");
    const turn = async (theme: string) => {
      await page.click("[aria-label^='外观']");
      await untilTheme(page, theme);
    };
    await turn("light");
    await turn("dark");
    for (const open of [".top .primary", "[aria-label=快捷键]"]) {
      await page.click(open);
      await page.waitForSelector("dialog[open] h2");
      await assertOpenToAll(page);
      await page.keyboard.press("Escape");
    }
    await assertOpenToAll(page);
    await page.setViewportSize(PHONE);
    await assertOpenToAll(page);
    await turn("auto");
    await turn("light");
    await assertOpenToAll(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= PHONE.width, `${wide} pixels wide`);
    await page.setViewportSize(DESK);
    await page.click(".language");
  });

  await step("without a server it opens again, with its work, and hears", async () => {
    await untilKept(page);
    await goOffline();
    await page.goto(address);
    await page.getByText("Continue with Recording").click();
    await ready(page);
    await page.reload();
    await page.getByText("Try the example").click();
    await ready(page);
    assert.ok((await notesOf(page)).length > 50);
  });
}

/** Waits until the browser keeps the notes that the page shows. */
async function untilKept(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const kept = (await done(indexedDB.open("keyval-store"))).transaction("keyval")
      .objectStore("keyval");
    const score = await done(kept.get("score"));
    const file = await done(kept.get("file"));
    return file?.name === "Recording.wav" &&
      String(score?.notes.length) === document.querySelector(".sliders .hint")!.textContent;
  });
}
