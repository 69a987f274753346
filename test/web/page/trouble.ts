/**
 * What may go wrong besides strange files, each told in one message.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { wav } from "../../wav.ts";
import { drop, dropAll, dropHour, ready } from "../browser.ts";
import { inTurn, projectOf } from "../projects.ts";
import { EXAMPLE, notesOf, notesWhen, untilKept, untilTitled, type Visit } from "./visit.ts";

/** The example's first four seconds. */
const SHORT = wav([
  Float32Array.from(
    new Int16Array((await Deno.readFile(EXAMPLE)).buffer, 44, 4 * 22_050),
    (x) => x / 0x8000,
  ),
]);

async function untilTold(page: Page, text: string): Promise<void> {
  await page.locator(".notice[data-kind=error] p", { hasText: text }).waitFor();
}

export async function troubleSteps({ page, address, complaints, step }: Visit): Promise<void> {
  await step("an example that cannot be fetched is told of", async () => {
    await page.evaluate(() => {
      const { fetch } = globalThis;
      globalThis.fetch = () => {
        globalThis.fetch = fetch;
        return Promise.reject(new TypeError("no network"));
      };
    });
    await page.getByText("Try the example").click();
    await untilTold(page, "Cannot open Example trio.wav: no network");
    assert.equal(await page.getAttribute("#page", "data-phase"), "start");
  });

  await step("a map that cannot be drawn costs no notes", async () => {
    await page.evaluate(() => {
      const { Worker } = globalThis;
      let analysts = 0;
      globalThis.Worker = class extends Worker {
        constructor(program: string | URL, options?: WorkerOptions) {
          const maps = String(program).endsWith("analyst.js") && ++analysts === 2;
          super(maps ? "nowhere.js" : program, options);
        }
      };
    });
    const given = page.waitForEvent("console", (message) => message.text().startsWith("No map"));
    await drop(page, "mapless.wav", SHORT);
    await given;
    await ready(page);
    assert.equal(await page.innerText(".title"), "mapless");
    assert.ok(complaints.splice(0).every((text) => text.includes("404")));
  });

  await step("of two files one is opened, and it says so", async () => {
    await dropAll(page, [["first.wav", SHORT], ["second.wav", SHORT]]);
    await untilTold(page, "Only first.wav was opened");
    assert.equal(await page.innerText(".title"), "first");
    await page.click(".notice button");
  });

  const kept = await notesOf(page);

  await step("a film without sound is refused", async () => {
    const film = await page.evaluate(async () => {
      const canvas = document.createElement("canvas");
      const pen = canvas.getContext("2d")!;
      const recorder = new MediaRecorder(canvas.captureStream(), { mimeType: "video/webm" });
      const pieces: Blob[] = [];
      recorder.ondataavailable = ({ data }) => pieces.push(data);
      const stopped = new Promise((done) => recorder.onstop = done);
      recorder.start(50);
      for (let i = 0; new Blob(pieces).size === 0; i++) {
        pen.fillRect(i % 99, i % 99, 9, 9);
        await new Promise(requestAnimationFrame);
      }
      recorder.stop();
      await stopped;
      return [...await new Blob(pieces).bytes()];
    });
    await drop(page, "film.webm", Uint8Array.from(film));
    await untilTold(page, "Cannot open film.webm: the file holds no sound");
    assert.deepEqual(await notesOf(page), kept);
  });

  await step("a file dropped while another is heard takes its place", async () => {
    await dropHour(page, "long.wav");
    await untilTitled(page, "long");
    await drop(page, "other.wav", SHORT);
    await untilTitled(page, "other");
    await ready(page);
    assert.deepEqual(await notesOf(page), kept);
    assert.equal(await page.locator(".notice[data-kind=error]").count(), 0);
  });

  await step(
    "a broken file dropped while another is heard brings back what there was",
    async () => {
      await dropHour(page, "long.wav");
      await untilTitled(page, "long");
      await drop(page, "broken.wav", new Uint8Array(5));
      await untilTold(page, "Cannot open broken.wav");
      assert.equal(await page.innerText(".title"), "other");
      assert.deepEqual(await notesOf(page), kept);
      await page.locator("input[name=sensitivity]").fill("60");
      await page.waitForSelector("[aria-label=Undo]:enabled");
      await page.click("[aria-label=Undo]");
      assert.deepEqual(await notesOf(page), kept);
    },
  );

  await step("listening that is broken off in the dark stays dark", async () => {
    await dropHour(page, "long.wav");
    await untilTitled(page, "long");
    const before = await page.getAttribute("html", "data-theme");
    await page.click("[aria-label^=Appearance]");
    await page.waitForSelector(`html:not([data-theme=${before}])`);
    const theme = await page.getAttribute("html", "data-theme");
    await page.getByRole("button", { name: "Cancel" }).click();
    await ready(page);
    assert.equal(await page.innerText(".title"), "other");
    assert.equal(await page.getAttribute("html", "data-theme"), theme);
  });

  await step("a part of the page that stops is told of, and started again", async () => {
    await dropHour(page, "long.wav");
    await untilTitled(page, "long");
    const listener = page.workers().find((worker) => worker.url().endsWith("listener.js"))!;
    await listener.evaluate(() => {
      setTimeout(() => {
        throw new Error("out of luck");
      });
    });
    await untilTold(page, "Cannot open long.wav: a part of the page has stopped");
    assert.deepEqual(complaints.splice(0).filter((text) => !text.includes("out of luck")), []);
    assert.deepEqual(await notesOf(page), kept);
    await drop(page, "again.wav", SHORT);
    await untilTitled(page, "again");
    await ready(page);
    assert.deepEqual(await notesOf(page), kept);
  });

  await step("a microphone that is refused is told of", async () => {
    await page.evaluate(() => {
      const refuse = () => Promise.reject(new DOMException("no", "NotAllowedError"));
      navigator.mediaDevices.getUserMedia = refuse;
    });
    await page.getByRole("button", { name: "Record", exact: true }).click();
    await untilTold(page, "Cannot record: the browser may not use the microphone");
    assert.deepEqual(await notesOf(page), kept);
  });

  await step("of two tabs the one that changed last is kept, whole", async () => {
    await drop(page, "mine.noteprism", await projectOf(named("mine.wav")));
    await untilTitled(page, "mine");
    await untilKept(page, "mine.wav", 4);
    const tab = await page.context().newPage();
    await tab.goto(address);
    await drop(tab, "yours.noteprism", await projectOf(named("yours.wav")));
    await untilTitled(tab, "yours");
    await untilKept(tab, "yours.wav", 4);
    await page.focus("canvas.notes");
    await page.keyboard.press("n");
    await untilKept(page, "mine.wav", 5);
    await tab.close();
  });

  await step("it is told of each recording that the browser has no room for it", async () => {
    await page.evaluate(() => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException("no room", "QuotaExceededError");
      };
    });
    for (const [name, title] of [["first.wav", "first"], ["second.wav", "second"]]) {
      await drop(page, "full.noteprism", await projectOf(named(name)));
      await untilTitled(page, title);
      await untilTold(page, "This browser has no room to keep your work");
      await page.click(".notice button");
      await page.focus("canvas.notes");
      await page.keyboard.press("n");
      assert.equal((await notesWhen(page, ({ length }) => length > 4)).length, 5);
    }
  });

  function named(name: string) {
    const blob = new Blob([SHORT as Uint8Array<ArrayBuffer>]);
    return { ...inTurn(4, 2), file: { name, blob } };
  }
}
