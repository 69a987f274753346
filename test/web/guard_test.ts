import { strToU8, zipSync } from "fflate";
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { begin } from "../../web/edit/history.ts";
import { scoreOf } from "../../web/edit/score.ts";
import { writeProject } from "../../web/files/project.ts";
import { tone, wav } from "../wav.ts";
import { CHROMIUM, drop, exported, paste, ready, withPage } from "./browser.ts";
import { bomb } from "./projects.ts";

const FIXTURES = new URL("../fixtures/", import.meta.url);

/** What would run if the page took a name for HTML. */
const TRAP = `<img src=x onerror="document.title='trapped'">`;

if (!CHROMIUM) console.warn("skipped: there is no Chromium to open the page in");

async function jsonOf(page: Page): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode((await exported(page, "json")).bytes));
}

/** A project whose timbre has a name that is HTML. */
async function trapProject(): Promise<Uint8Array> {
  const song = {
    duration: 2,
    sampleRate: 22_050,
    notes: [{ onset: 0, offset: 1, pitch: 60, velocity: 1, confidence: 1, timbre: 0 }],
    timbres: 1,
    model: TRAP,
    embeddings: new Float32Array(3),
    embeddingSize: 3,
  };
  const score = scoreOf(song, { sensitivity: 50, minimumSeconds: 0.07 }, "auto");
  const named = { ...score, timbres: [{ name: TRAP, colour: 0 }] };
  const file = { name: `${TRAP}.wav`, blob: new Blob([wav([tone(2)]) as Uint8Array<ArrayBuffer>]) };
  return await (await writeProject({ file, history: begin(named) })).bytes();
}

function zipped(score: unknown): Uint8Array {
  return zipSync({
    "score.json": strToU8(JSON.stringify(score)),
    "embeddings.f32": new Uint8Array(0),
  });
}

/** Serves the page under another title, as a newer version. */
async function publish(folder: string, title: string): Promise<void> {
  const change = async (file: string, from: RegExp, to: string) => {
    const text = await Deno.readTextFile(`${folder}/${file}`);
    assert.match(text, from);
    await Deno.writeTextFile(`${folder}/${file}`, text.replace(from, to));
  };
  await change("index.html", /<title>.*<\/title>/, `<title>${title}</title>`);
  const version = title.replaceAll(/\W/g, "").padEnd(16, "0");
  await change("service_worker.js", /"[0-9a-z]{16}"/g, `"${version}"`);
}

Deno.test({
  name: "the page withstands strange files and takes newer versions",
  ignore: !CHROMIUM,
  sanitizeOps: false,
  sanitizeResources: false,
  fn: (t) =>
    withPage(async ({ page, address, complaints, folder }) => {
      const notice = page.locator(".notice");
      await paste(page, "kept.wav", wav([tone(1)]));
      await ready(page);
      const kept = await jsonOf(page);

      const strangers: [string, Uint8Array, RegExp][] = [
        ["empty.wav", new Uint8Array(0), /the file is empty$/],
        ["text.wav", strToU8("RIFF and what rhymes with it ".repeat(99)), /not a recording/],
        [
          "huge.wav",
          wav([tone(1)], { claims: { dataBytes: 0xfffffff0 } }),
          /cut short: 44144 of 4294967324 bytes$/,
        ],
        ["cut.mp3", (await Deno.readFile(new URL("tone.mp3", FIXTURES))).subarray(0, 300), /./],
        [
          "cut.webm",
          (await Deno.readFile(new URL("tone.webm", FIXTURES))).subarray(0, 600),
          /the file holds no sound$/,
        ],
        ["next.noteprism", zipped({ schema: 2 }), /the project has schema 2, not 1$/],
        ["html.noteprism", zipped({ schema: TRAP }), /has schema "<img src=x/],
        ["list.noteprism", zipped([]), /the project has schema undefined/],
        ["cut.noteprism", zipped({}).subarray(0, 60), /the archive is damaged$/],
        ["bomb.noteprism", bomb(1000), /the archive is too large$/],
        [`${TRAP}.wav`, new Uint8Array(9), /not a recording/],
      ];
      for (const [name, bytes, problem] of strangers) {
        await t.step(`${name} gives a message and keeps the session`, async () => {
          await drop(page, name, bytes);
          await page.waitForFunction(
            (name) =>
              document.querySelector(".notice[data-kind=error]")?.textContent?.includes(name),
            name,
          );
          const text = await notice.innerText();
          assert.ok(text.startsWith(`Cannot open ${name}: `), text);
          assert.match(text, problem);
          await ready(page);
          assert.deepEqual(await jsonOf(page), kept);
        });
      }

      await t.step("a page in Chinese says in Chinese why it cannot open a file", async () => {
        await page.click(".language");
        await page.waitForFunction(() => document.documentElement.lang === "zh-CN");
        const speechless: [string, Uint8Array, RegExp][] = [
          ["empty.wav", new Uint8Array(0), /文件是空的$/],
          ["short.wav", wav([tone(0.001)]), /录音太短，不足一帧（\d+ 个采样）$/],
        ];
        for (const [name, bytes, problem] of speechless) {
          await drop(page, name, bytes);
          const shown = page.locator(".notice[data-kind=error] p", { hasText: name });
          await shown.waitFor();
          assert.match(await shown.innerText(), problem);
        }
        await page.click(".language");
      });

      await t.step("names are never taken for HTML, and a project can be heard again", async () => {
        await drop(page, "trap.noteprism", await trapProject());
        await page.waitForFunction(
          (name) => document.querySelector<HTMLInputElement>(".timbres .name")?.value === name,
          TRAP,
        );
        assert.equal(await page.locator("img").count(), 0);
        await page.locator("input[name=sensitivity]").fill("60");
        await page.waitForSelector("[aria-label=Undo]:enabled");
        assert.equal(await page.title(), "noteprism");
      });

      await t.step("a newer version waits for the person and keeps the work", async () => {
        const before = await jsonOf(page);
        await publish(folder, "version two");
        await page.evaluate(async () => {
          await (await navigator.serviceWorker.ready).update();
        });
        await page.waitForSelector(".notice[data-kind=update]");
        assert.equal(await page.title(), "noteprism");
        await notice.getByRole("button", { name: "Load it" }).click();
        await page.waitForFunction(() => document.title === "version two");
        await page.click(".start .quiet");
        await ready(page);
        assert.deepEqual(await jsonOf(page), before);
      });

      await t.step("where nothing is open, a newer version comes by itself", async () => {
        await publish(folder, "version three");
        await page.goto(address);
        await page.waitForFunction(() => document.title === "version three");
      });

      assert.deepEqual(complaints, []);
    }),
});
