/**
 * Takes the screenshots of the page anew.
 *
 * ```sh
 * deno run -A web/screenshots/take.ts
 * ```
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import { type Browser, chromium, type Page } from "playwright-core";
import { CHROMIUM, FLAGS, PATIENCE, ready } from "../../test/web/browser.ts";
import { buildPage } from "../build.ts";
import { servePage } from "../server.ts";

/** Of WebP, 0 … 1. */
const QUALITY = 0.82;

interface Shot {
  name: string;
  colorScheme: "light" | "dark";
  locale: string;
  viewport: { width: number; height: number };
  hasTouch?: boolean;
  /** Leads from the start to what is shown. */
  lead(page: Page): Promise<void>;
}

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

const SHOTS: Shot[] = [
  { name: "start", colorScheme: "light", locale: "en", viewport: DESKTOP, lead: async () => {} },
  { name: "light", colorScheme: "light", locale: "en", viewport: DESKTOP, lead: pinned },
  { name: "dark", colorScheme: "dark", locale: "en", viewport: DESKTOP, lead: playing },
  { name: "chinese", colorScheme: "light", locale: "zh-CN", viewport: DESKTOP, lead: example },
  {
    name: "phone",
    colorScheme: "light",
    locale: "en",
    viewport: PHONE,
    hasTouch: true,
    lead: example,
  },
];

async function example(page: Page): Promise<void> {
  await page.click(".choices button:nth-child(3)");
  await ready(page);
  await page.mouse.move(0, 0);
  await page.waitForSelector(".map canvas[aria-busy=false]");
}

async function pinned(page: Page): Promise<void> {
  await example(page);
  await page.locator("canvas.notes").press("ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await page.click("button[name=different]");
  await page.waitForSelector("button[name=unpin]");
  await page.click(".map .hint");
}

async function playing(page: Page): Promise<void> {
  await example(page);
  await page.click("button.play");
  await page.waitForTimeout(4000);
}

/** A screenshot as WebP, which the browser itself encodes. */
async function take(browser: Browser, address: string, shot: Shot): Promise<Uint8Array> {
  const context = await browser.newContext({ ...shot, deviceScaleFactor: 1.5 });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(address);
  await page.waitForSelector(".start .primary");
  await shot.lead(page);
  const png = await page.screenshot();
  const base64 = await page.evaluate(async ([png, quality]) => {
    const bytes = Uint8Array.from(atob(png), (c) => c.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes]));
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext("2d")!.drawImage(image, 0, 0);
    const webp = await canvas.convertToBlob({ type: "image/webp", quality });
    const encoded = new Uint8Array(await webp.arrayBuffer());
    return btoa(Array.from(encoded, (byte) => String.fromCharCode(byte)).join(""));
  }, [png.toString("base64"), QUALITY] as const);
  await context.close();
  return Uint8Array.fromBase64(base64);
}

const folder = await Deno.makeTempDir();
await buildPage(folder);
const server = servePage(folder, 0);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
for (const shot of SHOTS) {
  const image = await take(browser, `http://localhost:${server.port}/`, shot);
  await writeFile(new URL(`${shot.name}.webp`, import.meta.url), image);
  console.log(`${shot.name}.webp: ${Math.round(image.length / 1000)} kB`);
}
await browser.close();
await server.stop();
await Deno.remove(folder, { recursive: true });
