/**
 * The page in a real browser.
 *
 * @module
 */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { buildPage } from "../../web/build.ts";
import { type PageServer, servePage } from "../../web/server.ts";

/** Where Linux distributions put Chromium. */
export const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .find(existsSync);

/** Path that the page is served under, to see that it works from any. */
const BASE = "/some/path/";

/** Milliseconds that anything may take on a busy machine. */
export const PATIENCE = 180_000;

/** What the microphone hears. */
const MICROPHONE = fileURLToPath(new URL("../../lib/example/trio.wav", import.meta.url));

/** A browser that is left alone, with a microphone that hears the example. */
export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  `--use-file-for-fake-audio-capture=${MICROPHONE}`,
  "--autoplay-policy=no-user-gesture-required",
];

/** A page that is open, and what it did that it should not have done. */
export interface OpenPage {
  page: Page;
  address: string;
  /** Errors and warnings of the console, uncaught errors. */
  complaints: string[];
  /** Addresses asked for outside the page's own origin. */
  strangers: string[];
  /** Bytes of every file of the page. */
  bytes: number;
  /** What the server serves. */
  folder: string;
  /** Ends the server; the page stays open. */
  goOffline(): Promise<void>;
}

/** Builds, serves and opens the page, and cleans up after the work. */
export async function withPage(work: (open: OpenPage) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  let server: PageServer | undefined;
  let browser: Browser | undefined;
  try {
    await buildPage(folder);
    server = servePage(folder, 0, BASE);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: "en-GB",
      reducedMotion: "reduce",
    });
    const address = `http://localhost:${server.port}${BASE}`;
    const goOffline = async () => {
      await server?.stop();
      server = undefined;
    };
    const bytes = await sizeOf(folder);
    await work({ ...await watch(context, address), address, bytes, folder, goOffline });
  } finally {
    await browser?.close();
    await server?.stop();
    await Deno.remove(folder, { recursive: true });
  }
}

async function watch(context: BrowserContext, address: string) {
  const complaints: string[] = [];
  const strangers: string[] = [];
  context.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== new URL(address).origin && protocol !== "blob:") strangers.push(request.url());
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(address);
  return { page, complaints, strangers };
}

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    bytes += isDirectory ? await sizeOf(path) : (await Deno.stat(path)).size;
  }
  return bytes;
}

/** Waits until the page shows notes that are final. */
export async function ready(page: Page): Promise<void> {
  await page.waitForSelector("#page[data-phase=ready]");
}

/** Drops a file on the page. */
export function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  return dropAll(page, [[name, bytes]]);
}

/** Drops files on the page at once. */
export async function dropAll(page: Page, files: [string, Uint8Array][]): Promise<void> {
  const dataTransfer = await transferOf(page, files);
  await page.dispatchEvent("body", "drop", { dataTransfer });
}

/** How often the example is repeated in {@linkcode dropHour}. */
const REPEATS = 256;

/** Drops an hour of music, which is heard for so long that what happens meanwhile can be seen. */
export async function dropHour(page: Page, name: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(async ([name, repeats]) => {
    const example = await (await fetch("assets/example/trio.wav")).arrayBuffer();
    const [header, music] = [new DataView(example.slice(0, 44)), new Blob([example.slice(44)])];
    header.setUint32(4, 36 + repeats * music.size, true);
    header.setUint32(40, repeats * music.size, true);
    const transfer = new DataTransfer();
    transfer.items.add(new File([header, ...Array(repeats).fill(music)], name));
    return transfer;
  }, [name, REPEATS] as const);
  await page.dispatchEvent("body", "drop", { dataTransfer });
}

/** Pastes a file into the page. */
export async function paste(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const transfer = await transferOf(page, [[name, bytes]]);
  await transfer.evaluate((clipboardData) => {
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
  });
}

function transferOf(page: Page, files: [string, Uint8Array][]) {
  return page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const [name, base64] of files) {
      const content = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      transfer.items.add(new File([content], name));
    }
    return transfer;
  }, files.map(([name, bytes]) => [name, bytes.toBase64()]));
}

/** Exports one kind of file. @returns Its name and content. */
export async function exported(
  page: Page,
  kind: string,
): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  await page.click(".top .primary");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.click(`dialog [data-kind=${kind}]`),
  ]);
  await page.waitForSelector("dialog[open]", { state: "detached" });
  const path = await download.path();
  assert.ok(path);
  return { name: download.suggestedFilename(), bytes: await Deno.readFile(path) };
}
