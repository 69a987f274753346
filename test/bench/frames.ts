/**
 * How smoothly the roll moves: the main thread's work for a frame, and the time between two frames.
 *
 * ```sh
 * deno run -A test/bench/frames.ts                 # 10,000 notes over ten minutes of spectrogram
 * deno run -A test/bench/frames.ts --notes 2000
 * ```
 *
 * @module
 */
import assert from "node:assert/strict";
import { Command } from "commander";
import { type CDPSession, chromium, type Page } from "playwright-core";
import { integer, main } from "../../lib/cli/main.ts";
import { buildPage } from "../../web/build.ts";
import { servePage } from "../../web/server.ts";
import { inFolder } from "../command.ts";
import { CHROMIUM, FLAGS, PATIENCE } from "../web/browser.ts";
import { writeNotes, writeRecording } from "./songs.ts";

const SCREEN = { width: 1280, height: 800 };
const TIMBRES = 4;

/** Frames of one measurement. */
const FRAMES = 120;

/** The page is at rest after a second in which it worked less than this, seconds. */
const REST = 0.02;

/** What a wheel does at every frame, and to how much of the recording it is done. */
const GESTURES = {
  "panned, all notes in sight": { deltaY: 3, modifier: undefined, inSight: 1 },
  "zoomed, all notes in sight": { deltaY: 3, modifier: "ctrlKey", inSight: 1 },
  "panned, a tenth in sight": { deltaX: 12, modifier: undefined, inSight: 0.1 },
} as const;

/** Seconds of a processor that the main thread has taken so far. */
async function worked(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")!.value;
}

async function untilAtRest(page: Page, session: CDPSession): Promise<void> {
  for (let before = -Infinity, now = 0; now - before > REST;) {
    before = await worked(session);
    await page.waitForTimeout(1000);
    now = await worked(session);
  }
}

/** Turns the wheel to and fro, once a frame. @returns Milliseconds between frames. */
function turn(
  page: Page,
  wheel: { deltaX?: number; deltaY?: number; modifier?: string },
): Promise<number[]> {
  return page.evaluate(async ([{ deltaX = 0, deltaY = 0, modifier }, frames]) => {
    const notes = document.querySelector("canvas.notes")!;
    const { left, top, width, height } = notes.getBoundingClientRect();
    const times: number[] = [];
    await new Promise<void>((done) => {
      const frame = (time: number) => {
        times.push(time);
        if (times.length > frames) return done();
        const way = times.length <= frames / 2 ? 1 : -1;
        notes.dispatchEvent(
          new WheelEvent("wheel", {
            deltaX: way * deltaX,
            deltaY: -way * deltaY,
            clientX: left + width / 2,
            clientY: top + height / 2,
            bubbles: true,
            cancelable: true,
            ...(modifier && { [modifier]: true }),
          }),
        );
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
    return times.slice(1).map((time, i) => time - times[i]);
  }, [wheel, FRAMES] as const);
}

/** Shows a share of the recording. */
async function show(page: Page, share: number): Promise<void> {
  await page.click("[aria-label='Whole recording']");
  for (let shown = 1; shown > share; shown /= 1.5) await page.click("[aria-label='Zoom in']");
}

const quantile = (values: number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))];

interface Options {
  notes: number;
  minutes: number;
}

async function bench({ notes, minutes }: Options): Promise<void> {
  assert.ok(CHROMIUM, "there is no Chromium");
  await inFolder(async (folder) => {
    const [song, project] = [`${folder}/song.wav`, `${folder}/notes.noteprism`];
    const seconds = 60 * minutes;
    await writeRecording(song, seconds);
    const recording = { name: "song.wav", blob: new Blob([await Deno.readFile(song)]) };
    await writeNotes(project, { count: notes, timbres: TIMBRES, seconds, recording });
    await buildPage(`${folder}/page`);
    const server = servePage(`${folder}/page`, 0);
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    const page = await browser.newPage({ viewport: SCREEN, locale: "en" });
    page.setDefaultTimeout(PATIENCE);
    await page.goto(`http://localhost:${server.port}/`);
    const chosen = page.waitForEvent("filechooser");
    await page.click(".start .primary");
    await (await chosen).setFiles(project);
    await page.waitForSelector("#page[data-phase=ready]");
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    await untilAtRest(page, session);
    console.log("| what | work a frame | between frames, median | 95 % within |");
    console.log("| --- | --- | --- | --- |");
    for (const [name, { inSight, ...wheel }] of Object.entries(GESTURES)) {
      await show(page, inSight);
      await untilAtRest(page, session);
      const before = await worked(session);
      const between = await turn(page, wheel);
      const work = 1000 * (await worked(session) - before) / FRAMES;
      const figures = [work, quantile(between, 0.5), quantile(between, 0.95)];
      console.log(`| ${[name, ...figures.map((ms) => `${ms.toFixed(1)} ms`)].join(" | ")} |`);
    }
    await browser.close();
    await server.stop();
  });
}

const command = new Command("frames")
  .option("--notes <number>", "on the roll", integer(1, 1_000_000), 10_000)
  .option("--minutes <number>", "length of the recording", integer(1, 600), 10)
  .action(bench);

if (import.meta.main) await main(command);
