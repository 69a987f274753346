/**
 * How long the page takes for a recording, beside the command line, and how much memory.
 *
 * ```sh
 * deno run -A test/bench/page.ts          # three minutes
 * deno run -A test/bench/page.ts 60 1     # sixty minutes, on one thread
 * ```
 *
 * @module
 */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { chromium, type Page } from "playwright-core";
import { buildPage } from "../../web/build.ts";
import { servePage } from "../../web/server.ts";
import { readWaveform } from "../../lib/audio/recording.ts";
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import { inFolder, run } from "../command.ts";
import { CHROMIUM, FLAGS } from "../web/browser.ts";
import { wav } from "../wav.ts";

const EXAMPLE = new URL("../../lib/example/trio.wav", import.meta.url);
const CLI = new URL("../../lib/cli/transcribe.ts", import.meta.url);

/** Milliseconds between two looks at the memory. */
const INTERVAL = 500;

/** Longer than any recording takes. */
const PATIENCE = 3_600_000;

/** The example over and over, in stereo. */
async function longRecording(minutes: number): Promise<Uint8Array> {
  const once = await readWaveform(await readFile(EXAMPLE));
  const mono = new Float32Array(minutes * 60 * SAMPLE_RATE);
  for (let i = 0; i < mono.length; i++) mono[i] = once[i % once.length];
  return wav([mono, mono]);
}

/** Memory of a process and its children that they share with nobody else, MB (Linux). */
async function memory(root: number): Promise<number> {
  const parents = new Map<number, number>();
  for (const entry of await readdir("/proc")) {
    const stat = await readFile(`/proc/${entry}/stat`, "utf8").catch(() => "");
    const parent = Number(stat.split(") ")[1]?.split(" ")[1]);
    if (parent) parents.set(Number(entry), parent);
  }
  let total = 0;
  for (const pid of parents.keys()) {
    if (!descends(pid, root, parents)) continue;
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
    total += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1000;
  }
  return total;
}

function descends(pid: number, root: number, parents: Map<number, number>): boolean {
  for (let at: number | undefined = pid; at; at = parents.get(at)) if (at === root) return true;
  return false;
}

async function hear(page: Page, path: string): Promise<number> {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.click(".start .primary"),
  ]);
  const started = performance.now();
  await chooser.setFiles(path);
  await page.waitForSelector("#page[data-phase=ready]");
  return (performance.now() - started) / 1000;
}

async function benchPage(folder: string, path: string, threads: string): Promise<void> {
  await buildPage(`${folder}/page`);
  const server = servePage(`${folder}/page`, 0);
  const launched = await chromium.launchServer({ executablePath: CHROMIUM, args: FLAGS });
  const browser = await chromium.connect(launched.wsEndpoint());
  const pid = launched.process().pid!;
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(`http://localhost:${server.port}/?threads=${threads}`);
  await page.waitForSelector(".start .primary");
  const before = await memory(pid);
  let most = before;
  const watch = setInterval(async () => most = Math.max(most, await memory(pid)), INTERVAL);
  const seconds = await hear(page, path);
  clearInterval(watch);
  console.log(`page, ${threads} threads: ${seconds.toFixed(1)} s to all notes`);
  console.log(`memory: ${before.toFixed(0)} MB before, ${most.toFixed(0)} MB at most`);
  await browser.close();
  await launched.close();
  await server.stop();
}

assert.ok(CHROMIUM, "there is no Chromium");
const [minutes = "3", threads = "2"] = Deno.args;
await inFolder(async (folder) => {
  const path = `${folder}/recording.wav`;
  await Deno.writeFile(path, await longRecording(Number(minutes)));
  await benchPage(folder, path, threads);
  const started = performance.now();
  await run(CLI, [path, "--quiet"], folder);
  console.log(`command line: ${((performance.now() - started) / 1000).toFixed(1)} s`);
});
