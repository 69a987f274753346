/**
 * The page as a browser shows it, for notebooks that end there.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { encodeWav } from "../synth/wav.ts";
import type { Waveform } from "../lib/types.ts";

/** Where Linux distributions put Chromium. */
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .find(existsSync);

/** Milliseconds that the page may take to hear a recording. */
const PATIENCE = 120_000;

/**
 * Opens the page, drops a recording on it and waits for its notes.
 *
 * @param address Where the page is served.
 * @returns A picture of the page, PNG; undefined where there is no Chromium.
 */
export async function pageWith(
  address: string,
  recording: Waveform,
): Promise<Uint8Array | undefined> {
  if (CHROMIUM === undefined) return undefined;
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  try {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 720 },
      locale: "en-GB",
      reducedMotion: "reduce",
    });
    page.setDefaultTimeout(PATIENCE);
    await page.goto(address);
    const dataTransfer = await page.evaluateHandle((base64) => {
      const content = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], "mixture.wav"));
      return transfer;
    }, encodeWav(recording).toBase64());
    await page.dispatchEvent("body", "drop", { dataTransfer });
    await page.waitForSelector("#page[data-phase=ready]");
    return await page.screenshot();
  } finally {
    await browser.close();
  }
}
