/**
 * How long the page takes for a recording, beside the command line, and how much memory.
 *
 * ```sh
 * deno run -A test/bench/page.ts song.wav      # on two threads
 * deno run -A test/bench/page.ts song.wav 1
 * ```
 *
 * @module
 */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { chromium, type Page } from "playwright-core";
import { buildPage } from "../../web/build.ts";
import { servePage } from "../../web/server.ts";
import { userPath } from "../../lib/cli/files.ts";
import { inFolder, run } from "../command.ts";
import { CHROMIUM, FLAGS } from "../web/browser.ts";

const CLI = new URL("../../lib/cli/transcribe.ts", import.meta.url);

/** Milliseconds between two looks at the memory. */
const INTERVAL = 500;

/** Longer than any recording takes. */
const PATIENCE = 3_600_000;

/** Memory of the browser, all processes that this one has started, MB (Linux). */
async function memory(): Promise<number> {
  const parents = new Map<number, number>();
  for (const entry of await readdir("/proc")) {
    const stat = await readFile(`/proc/${entry}/stat`, "utf8").catch(() => "");
    const parent = Number(stat.split(") ")[1]?.split(" ")[1]);
    if (parent) parents.set(Number(entry), parent);
  }
  let total = 0;
  for (const pid of parents.keys()) {
    if (!descends(pid, parents)) continue;
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
    total += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1000;
  }
  return total;
}

function descends(pid: number, parents: Map<number, number>): boolean {
  for (let at = parents.get(pid); at; at = parents.get(at)) if (at === Deno.pid) return true;
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
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(`http://localhost:${server.port}/?threads=${threads}`);
  await page.waitForSelector(".start .primary");
  const before = await memory();
  let most = before;
  const watch = setInterval(async () => most = Math.max(most, await memory()), INTERVAL);
  const seconds = await hear(page, path);
  clearInterval(watch);
  console.log(`page, ${threads} threads: ${seconds.toFixed(1)} s to all notes`);
  console.log(`memory: ${before.toFixed(0)} MB before, ${most.toFixed(0)} MB at most`);
  await browser.close();
  await server.stop();
}

assert.ok(CHROMIUM, "there is no Chromium");
const [recording, threads = "2"] = Deno.args;
assert.ok(recording, "name a recording");
await inFolder(async (folder) => {
  const path = userPath(recording);
  await benchPage(folder, path, threads);
  const started = performance.now();
  await run(CLI, [path, "--quiet"], folder);
  console.log(`command line: ${((performance.now() - started) / 1000).toFixed(1)} s`);
});
