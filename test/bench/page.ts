/**
 * How long the page takes for a song, beside the command line, and how much memory for an hour.
 *
 * ```sh
 * deno run -A test/bench/page.ts                              # a song of 180 s, an hour of music
 * deno run -A test/bench/page.ts --seconds 20 --minutes 1
 * ```
 *
 * @module
 */
import assert from "node:assert/strict";
import { Command } from "commander";
import { availableParallelism } from "node:os";
import { type Browser, chromium, type Page } from "playwright-core";
import { integer, main } from "../../lib/cli/main.ts";
import { buildPage } from "../../web/build.ts";
import { servePage } from "../../web/server.ts";
import { inFolder, run } from "../command.ts";
import { CHROMIUM, FLAGS } from "../web/browser.ts";
import { childrensMemory } from "./memory.ts";
import { writeNotes, writeRecording } from "./songs.ts";

const CLI = new URL("../../lib/cli/transcribe.ts", import.meta.url);

/** Milliseconds between two looks at the memory. */
const INTERVAL = 500;

/** Longer than any recording takes, milliseconds. */
const PATIENCE = 7_200_000;

/** Notes that are recoloured, and their timbres. */
const NOTES = 2000;
const TIMBRES = 3;
const NOTES_SECONDS = 500;

/** @returns Seconds from the choice of a file to all it holds. */
async function open(page: Page, path: string): Promise<number> {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.click(".start .primary"),
  ]);
  const started = performance.now();
  await chooser.setFiles(path);
  await page.waitForSelector("#page[data-phase=ready]");
  return (performance.now() - started) / 1000;
}

async function withPage<T>(
  browser: Browser,
  address: string,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(address);
  await page.waitForSelector(".start .primary");
  const result = await work(page);
  await context.close();
  return result;
}

/** Milliseconds from asking for one timbre more to seeing it, the median of five. */
async function timeRecolouring(page: Page, path: string): Promise<number> {
  await open(page, path);
  await page.waitForTimeout(INTERVAL);
  const times: number[] = [];
  for (const label of ["more", "fewer", "more", "fewer", "more"]) {
    times.push(
      await page.evaluate(async (label) => {
        const button = document.querySelector<HTMLElement>(`[aria-label='One timbre ${label}']`)!;
        const started = performance.now();
        const drawn = new Promise<number>((resolve) => {
          new MutationObserver(() => resolve(performance.now())).observe(
            document.querySelector(".timbres ul")!,
            { childList: true },
          );
        });
        button.click();
        return await drawn - started;
      }, label),
    );
    await page.waitForTimeout(INTERVAL);
  }
  return times.sort((a, b) => a - b)[2];
}

/** @returns Megabytes of the browser before a recording and at most while it is heard. */
async function weigh(page: Page, path: string): Promise<{ before: number; most: number }> {
  const before = await childrensMemory();
  let most = before;
  const watch = setInterval(async () => most = Math.max(most, await childrensMemory()), INTERVAL);
  await open(page, path);
  await page.waitForTimeout(4 * INTERVAL);
  clearInterval(watch);
  return { before, most };
}

async function timeCommand(folder: string, path: string): Promise<number> {
  const started = performance.now();
  const { status, stderr } = await run(CLI, [path, "--quiet"], folder);
  assert.equal(status, 0, stderr);
  return (performance.now() - started) / 1000;
}

interface Options {
  seconds: number;
  minutes: number;
  threads: number;
}

async function bench({ seconds, minutes, threads }: Options): Promise<void> {
  assert.ok(CHROMIUM, "there is no Chromium");
  await inFolder(async (folder) => {
    const [song, long, notes] = ["song.wav", "long.wav", "notes.noteprism"]
      .map((name) => `${folder}/${name}`);
    await writeRecording(song, seconds);
    await writeRecording(long, 60 * minutes);
    await writeNotes(notes, { count: NOTES, timbres: TIMBRES, seconds: NOTES_SECONDS });
    await buildPage(`${folder}/page`);
    const server = servePage(`${folder}/page`, 0);
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    const address = `http://localhost:${server.port}/`;
    const hear = (count: number) =>
      withPage(browser, `${address}?threads=${count}`, (page) => open(page, song));

    const row = (name: string, value: string) => console.log(`| ${name} | ${value} |`);
    row("figure", "value");
    row("---", "---");
    row(`page, ${seconds} s of music to all notes, 1 thread`, `${(await hear(1)).toFixed(1)} s`);
    row(`the same, ${threads} threads`, `${(await hear(threads)).toFixed(1)} s`);
    row("command line, the same file", `${(await timeCommand(folder, song)).toFixed(1)} s`);
    const time = await withPage(browser, address, (page) => timeRecolouring(page, notes));
    row(`page, ${NOTES.toLocaleString("en")} notes recoloured`, `${time.toFixed(0)} ms`);
    const { before, most } = await withPage(browser, address, (page) => weigh(page, long));
    row("browser with the empty page", `${before.toFixed(0)} MB`);
    row(`at most, ${minutes} minutes of music`, `${most.toFixed(0)} MB`);
    await browser.close();
    await server.stop();
  });
}

const command = new Command("page")
  .option("--seconds <number>", "length of the song", integer(1, 3600), 180)
  .option("--minutes <number>", "length of the long recording", integer(1, 600), 60)
  .option("--threads <number>", "beside one", integer(2, 64), availableParallelism())
  .action(bench);

if (import.meta.main) await main(command);
