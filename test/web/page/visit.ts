/**
 * A visit to the page, told in steps: each goes on from where the one before has left it.
 *
 * @module
 */
import axe from "axe-core";
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { SongJson } from "../../../lib/mod.ts";
import { CHROMIUM, exported, type OpenPage, PATIENCE, withPage } from "../browser.ts";

export interface Visit extends OpenPage {
  /** Does one thing, after which the page must not have complained. */
  step(name: string, work: () => Promise<void>): Promise<void>;
}

/** Visits the page in steps; skipped where there is no browser. */
export function visiting(
  name: string,
  ...parts: readonly ((visit: Visit) => Promise<void>)[]
): void {
  if (!CHROMIUM) console.warn("skipped: there is no Chromium to open the page in");
  Deno.test({
    name,
    ignore: !CHROMIUM,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: (t) =>
      withPage(async (open) => {
        const { complaints, strangers } = open;
        const step: Visit["step"] = async (name, work) => {
          const passed = await t.step(name, async () => {
            await work();
            assert.deepEqual(complaints.splice(0), []);
          });
          assert.ok(passed, `${name}: ${complaints.join("; ")}`);
        };
        for (const part of parts) await part({ ...open, step });
        assert.deepEqual(strangers, []);
      }),
  });
}

export const EXAMPLE = new URL("../../../lib/example/trio.wav", import.meta.url);
export const FIXTURES = new URL("../../fixtures/", import.meta.url);

type Notes = SongJson["notes"];

export const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The notes as the page writes them. */
export async function notesOf(page: Page): Promise<Notes> {
  return JSON.parse(text((await exported(page, "json")).bytes)).notes;
}

/** The notes once they are as expected; as they are if they do not become so. */
export async function notesWhen(
  page: Page,
  expected: (notes: Notes) => boolean,
): Promise<Notes> {
  let notes = await notesOf(page);
  for (let tries = 0; tries < 100 && !expected(notes); tries++) notes = await notesOf(page);
  return notes;
}

/** How many timbres the page lists. */
export const timbres = (page: Page): Promise<number> => page.locator(".timbres li").count();

export async function untilTimbres(page: Page, count: number): Promise<void> {
  await page.waitForFunction(
    (count) => document.querySelectorAll(".timbres li").length === count,
    count,
  );
}

/** Waits until so many notes are selected, or at least so many. */
export async function untilSelected(page: Page, count: number, orMore = false): Promise<void> {
  await page.waitForFunction(
    ([count, orMore]) => {
      const title = document.querySelector("#selection-title")?.textContent ?? "";
      const found = Number(/\d+/.exec(title)?.[0] ?? 0);
      return orMore ? found >= count : found === count;
    },
    [count, orMore] as const,
  );
}

export async function untilTitled(page: Page, title: string): Promise<void> {
  await page.waitForFunction(
    (title) => document.querySelector(".title")?.textContent === title,
    title,
  );
}

export async function untilTheme(page: Page, theme: string): Promise<void> {
  await page.waitForFunction(
    (theme) => document.documentElement.dataset.theme === theme,
    theme,
  );
}

/** Waits until the browser keeps a recording and so many notes. */
export async function untilKept(page: Page, name: string, notes: number): Promise<void> {
  const kept = () =>
    page.evaluate(async () => {
      const done = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const database = await done(indexedDB.open("keyval-store"));
      const objects = database.transaction("keyval").objectStore("keyval");
      const [file, score] = await Promise.all([
        done(objects.get("file")),
        done(objects.get("score")),
      ]);
      database.close();
      return [file?.name, score?.notes.length];
    });
  const expected = JSON.stringify([name, notes]);
  const deadline = performance.now() + PATIENCE;
  while (JSON.stringify(await kept()) !== expected) {
    assert.ok(performance.now() < deadline, `${await kept()} are kept, not ${expected}`);
    await page.waitForTimeout(100);
  }
}

/** Gives the roll the keys. */
export async function focusRoll(page: Page): Promise<void> {
  await page.waitForFunction(() => !document.querySelector(":popover-open, dialog[open]"));
  await page.focus("canvas.notes");
  await page.waitForFunction(() => document.activeElement?.matches("canvas.notes"));
}

/** Waits until the page shows what it knows. */
export async function untilDrawn(page: Page): Promise<void> {
  await page.evaluate(() =>
    new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  );
}

/** Refuses what axe-core finds to bar a person. */
export async function assertOpenToAll(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run()
  );
  const barriers = violations.map(({ id, nodes }) =>
    `${id}: ${nodes.map((n) => n.html).join(" ")}`
  );
  assert.deepEqual(barriers, []);
}
