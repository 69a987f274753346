/**
 * Every state of the page in both languages, in light and dark, wide and narrow.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { drop, dropHour, ready } from "../browser.ts";
import { inTurn, projectOf } from "../projects.ts";
import { assertOpenToAll, untilDrawn, untilSelected, untilTheme, type Visit } from "./visit.ts";

const DESK = { width: 1280, height: 800 };
const SMALL = [{ width: 700, height: 360 }, { width: 390, height: 844 }, {
  width: 360,
  height: 640,
}];

/** From each state to the next. */
const STATES: [name: string, lead: (page: Page) => Promise<void>][] = [
  ["start", (page) => page.waitForSelector(".start .primary").then(() => {})],
  ["listening", async (page) => {
    await dropHour(page, "hour.wav");
    await page.waitForSelector(".progress");
  }],
  ["recording", async (page) => {
    await page.click(".progress button");
    await page.click(".choices button:nth-child(2)");
    await page.waitForSelector(".recorder");
  }],
  ["ready", async (page) => {
    await page.click(".recorder button:not(.primary)");
    await page.waitForSelector(".start .primary");
    await drop(page, "turns.noteprism", await projectOf(inTurn(24, 12)));
    await ready(page);
  }],
  ["selection", async (page) => {
    await page.focus("canvas.notes");
    await page.keyboard.press("Control+a");
    await untilSelected(page, 24);
  }],
  ["menu", async (page) => {
    await page.click(".timbres li:nth-child(2) [popovertarget]");
    await page.waitForSelector(":popover-open");
  }],
  ["export", async (page) => {
    await page.keyboard.press("Escape");
    await page.click(".top .primary");
    await page.waitForSelector("dialog[open] [data-kind]");
  }],
  ["keys", async (page) => {
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog h2", { state: "detached" });
    await page.keyboard.press("?");
    await page.waitForSelector("dialog[open] kbd");
  }],
  ["notice", async (page) => {
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog h2", { state: "detached" });
    await drop(page, `${"a long name of ".repeat(5)}nothing.wav`, new Uint8Array(9));
    await page.waitForSelector(".notice[data-kind=error]");
  }],
];

export async function everyoneSteps({ page, address, step }: Visit): Promise<void> {
  for (const language of ["en", "zh-CN"]) {
    await page.goto(address);
    await page.setViewportSize(DESK);
    for (const [name, lead] of STATES) {
      await step(`${name}, in ${language}`, async () => {
        await lead(page);
        assert.equal(await page.getAttribute("html", "lang"), language);
        for (const viewport of [...SMALL, DESK]) {
          await page.setViewportSize(viewport);
          await untilDrawn(page);
          assert.deepEqual(await sticksOut(page), [], `${viewport.width} pixels`);
        }
        for (const colorScheme of ["dark", "light"] as const) {
          await page.emulateMedia({ colorScheme });
          await untilDrawn(page);
          await assertOpenToAll(page);
        }
      });
    }
    await page.keyboard.press("Escape");
    await page.click(".language");
    await page.waitForSelector(`html:not([lang=${language}])`);
  }

  await step("its appearance is chosen, and kept", async () => {
    for (const theme of ["light", "dark"]) {
      await page.click("[aria-label^=Appearance]");
      await untilTheme(page, theme);
    }
    await page.reload();
    await untilTheme(page, "dark");
  });
}

/** Controls and texts that reach beyond the sides of the window; menus and dialogs at all. */
function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > innerWidth) return [`the page is ${scrollWidth} pixels wide`];
    return [...document.querySelectorAll("button, input, select, canvas, p, h1, h2, dt, dd")]
      .filter((element) => element.checkVisibility() && !element.matches(".visually-hidden"))
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        return left < 0 || right > innerWidth + 0.5;
      })
      .concat([...document.querySelectorAll(":popover-open, dialog[open]")].filter((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return top < 0 || bottom > innerHeight;
      }))
      .map((element) => element.outerHTML.slice(0, 200));
  });
}
