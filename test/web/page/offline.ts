/**
 * No network.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { ready } from "../browser.ts";
import { notesOf, type Visit } from "./visit.ts";

export async function offlineSteps({ page, address, goOffline, step }: Visit): Promise<void> {
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
