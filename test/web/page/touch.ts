/**
 * A phone: fingers on the roll.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { fit, pan, type View, xOf, yOf, zoom } from "../../../web/roll/view.ts";
import { drop } from "../browser.ts";
import { projectOf } from "../projects.ts";
import { notesOf, notesWhen, untilDrawn, untilSelected, type Visit } from "./visit.ts";

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 800 };

/** Of the recording, seconds. */
const LENGTH = 10;

/** Two notes, 2 … 4 and 6 … 8 s. */
const LOW = { seconds: 3, pitch: 60 };
const HIGH = { seconds: 7, pitch: 64 };

type Point = readonly [x: number, y: number];

/** Fingers that touch, move and leave the page. */
async function fingersOn(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setTouchEmulationEnabled", { enabled: true, maxTouchPoints: 2 });
  const send = (type: "touchStart" | "touchMove" | "touchEnd", points: readonly Point[]) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: points.map(([x, y], id) => ({ x, y, id })),
    });
  return {
    down: (...points: Point[]) => send("touchStart", points),
    move: (...points: Point[]) => send("touchMove", points),
    up: () => send("touchEnd", []),
    tap: (point: Point) => Promise.all([send("touchStart", [point]), send("touchEnd", [])]),
    async leave() {
      await session.send("Emulation.setTouchEmulationEnabled", { enabled: false });
      await session.detach();
    },
  };
}

export async function touchSteps({ page, step }: Visit): Promise<void> {
  await step("fingers tap, scroll, pinch, move and add notes on a phone", async () => {
    await page.setViewportSize(PHONE);
    const notes = [LOW, HIGH].map(({ seconds, pitch }, timbre) => (
      { onset: seconds - 1, offset: seconds + 1, pitch, timbre }
    ));
    await drop(page, "two.noteprism", await projectOf({ duration: LENGTH, notes }));
    await page.waitForFunction(() =>
      document.querySelector("canvas.notes")!.ariaLabel === "Piano roll, 2 notes"
    );
    await untilDrawn(page);
    await page.evaluate(() => scrollTo(0, 0));
    const box = (await page.locator("canvas.notes").boundingBox())!;
    const fingers = await fingersOn(page);
    let view: View = fit(box, LENGTH, [LOW.pitch, HIGH.pitch]);
    const place = ({ seconds, pitch }: typeof LOW): Point => [
      box.x + xOf(view, seconds),
      box.y + yOf(view, pitch) + view.pixelsPerPitch / 2,
    ];
    const selected = () => page.innerText(".selection p");
    const untilChosen = (start: string) =>
      page.waitForFunction(
        (start) => document.querySelector(".selection p")?.textContent?.startsWith(start),
        start,
      );
    const before = await notesOf(page);
    await page.evaluate(() => scrollTo(0, 0));

    await fingers.tap(place(LOW));
    await untilChosen("C4 · 0:02.00");
    await page.evaluate(() => scrollTo(0, 0));
    const [left, y] = place(LOW);
    await fingers.down([left, y]);
    await fingers.down([left, y], [left + 150, y]);
    for (const wider of [25, 50, 75]) {
      await fingers.move([left - wider, y], [left + 150 + wider, y]);
    }
    await fingers.up();
    view = zoom(view, 2, 1, left + 75 - box.x, 0);
    await untilDrawn(page);
    await fingers.tap(place(HIGH));
    await untilChosen("E4 · 0:06.00");

    const [hereX, hereY] = place(LOW);
    await fingers.down([hereX, hereY]);
    for (const far of [20, 40, 60]) await fingers.move([hereX + far, hereY]);
    await fingers.up();
    view = pan(view, -60, 0);
    await untilDrawn(page);
    assert.match(await selected(), /^E4/, "scrolling selects nothing");
    await fingers.tap(place(LOW));
    await untilChosen("C4 · 0:02.00");
    assert.deepEqual(await notesOf(page), before, "and moves no note, nor did pinching");
    await page.evaluate(() => scrollTo(0, 0));

    const [noteX, noteY] = place(LOW);
    await fingers.down([noteX, noteY]);
    for (const rows of [-0.5, -1, -2]) {
      await fingers.move([noteX, noteY + rows * view.pixelsPerPitch]);
    }
    await fingers.up();
    await notesWhen(page, ([first]) => first.pitch === LOW.pitch + 2);
    assert.deepEqual((await notesOf(page)).map((n) => n.pitch), [LOW.pitch + 2, HIGH.pitch]);
    await page.evaluate(() => scrollTo(0, 0));

    await fingers.down(place({ ...HIGH, seconds: HIGH.seconds - 0.7 }));
    await untilSelected(page, 2);
    await fingers.up();

    await page.evaluate(() => scrollTo(0, 0));
    const empty = place({ seconds: 5, pitch: LOW.pitch - 1 });
    await Promise.all([fingers.tap(empty), fingers.tap(empty)]);
    const more = await notesWhen(page, ({ length }) => length > 2);
    assert.ok(more.some(({ pitch }) => pitch === LOW.pitch - 1), "a double tap adds a note");

    await page.setViewportSize(DESK);
    await fingers.leave();
  });
}
