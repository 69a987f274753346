/**
 * The page without a network.
 *
 * @module
 */
import assert from "node:assert/strict";
import { ready } from "../browser.ts";
import { notesOf, untilKept, type Visit } from "./visit.ts";

export async function offlineSteps({ page, address, goOffline, step }: Visit): Promise<void> {
  await step("without a server it opens again, with its work, and hears", async () => {
    await untilKept(page, "Recording.wav", (await notesOf(page)).length);
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
