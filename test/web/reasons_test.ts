import { strToU8, zipSync } from "fflate";
import assert from "node:assert/strict";
import { decode } from "../../lib/audio/decode.ts";
import { mixToMono } from "../../lib/audio/mono.ts";
import { Resampler } from "../../lib/audio/resample.ts";
import { recolor } from "../../lib/recolor.ts";
import type { Pins } from "../../lib/timbre/pins.ts";
import { readProject } from "../../web/files/project.ts";
import { unzip } from "../../web/files/unzip.ts";
import { en } from "../../web/i18n/en.ts";
import { speaker } from "../../web/i18n/mod.ts";
import { reasonOf } from "../../web/i18n/reasons.ts";
import { zh } from "../../web/i18n/zh.ts";
import { tone, wav } from "../wav.ts";

/** What others named: formats, codecs, this project. */
const NAMES = /WAV|FLAC|MP3|Ogg Vorbis|Opus|AIFF|noteprism|schema|Hz/g;

const sound = wav([tone(0.1)]);
const ogg = await Deno.readFile(new URL("../fixtures/tone.ogg", import.meta.url));

async function decodeAll(bytes: Uint8Array): Promise<void> {
  await Array.fromAsync(decode(bytes));
}

function project(score: unknown): Blob {
  const entries = { "score.json": strToU8(JSON.stringify(score)), "embeddings.f32": strToU8("") };
  return new Blob([zipSync(entries) as Uint8Array<ArrayBuffer>]);
}

/** Three notes, pinned, to be told apart. */
function pinned(timbres: number, pins: Pins): void {
  const notes = [60, 62, 64].map((pitch, onset) => (
    { onset, offset: onset + 1, pitch, velocity: 1, confidence: 1, timbre: 0 }
  ));
  const embeddings = Float32Array.of(1, 0, 0, 1, 0.6, 0.8);
  recolor(
    { duration: 3, sampleRate: 44_100, notes, timbres: 1, model: "", embeddings, embeddingSize: 2 },
    { timbres, ...pins },
  );
}

const FAILURES: Record<string, () => unknown> = {
  "reason.empty": () => decodeAll(new Uint8Array(0)),
  "reason.format": () => decodeAll(strToU8("no recording at all")),
  "reason.damaged": () => decodeAll(ogg.map((byte, i) => i < 60 ? byte : (i * 7919) % 256)),
  "reason.cut": () => decodeAll(sound.subarray(0, 3000)),
  "reason.header": () => decodeAll(sound.subarray(0, 30)),
  "reason.wav": () => decodeAll(wav([tone(0.1)], { claims: { channels: 0 } })),
  "reason.samples": () => decodeAll(wav([new Float32Array(0)])),
  "reason.rate": () => Resampler.create(100),
  "reason.infinite": () => mixToMono({ channelData: [Float32Array.of(NaN)], sampleRate: 44_100 }),
  "reason.schema": () => readProject(project({ schema: 2 })),
  "reason.project": () => readProject(project({ schema: 1 })),
  "reason.archive": () => unzip(new Blob(["PK\x03\x04 and no more"])),
  "reason.large": () => unzip(new Blob([zipSync({ a: new Uint8Array(9) }) as BlobPart]), 3),
  "reason.stranger": () => readProject(new Blob([zipSync({ a: sound }) as BlobPart])),
  "reason.apart": () => pinned(2, { different: [[0, 1], [0, 2], [1, 2]] }),
  "reason.apart.one": () => pinned(1, { different: [[0, 1]] }),
  "reason.pins": () => pinned(1, { same: [[0, 1]], different: [[0, 1]] }),
};

for (const [phrase, fail] of Object.entries(FAILURES)) {
  Deno.test(`reasonOf() says in both languages what fails: ${phrase}`, async () => {
    const error = await (async () => await fail())().then(() => undefined, (error) => error);
    assert.ok(error instanceof Error, "it fails");
    const pattern = en[phrase as keyof typeof en].split("{")[0];
    assert.ok(error.message.startsWith(pattern), error.message);
    assert.equal(reasonOf(error, speaker("en")), error.message.split("\n")[0]);
    const chinese = reasonOf(error, speaker("zh"));
    assert.equal(chinese.split(/[A-Z0-9]/)[0], zh[phrase as keyof typeof en].split(/[{A-Z]/)[0]);
    assert.doesNotMatch(chinese.replace(NAMES, ""), /[A-Za-z]{3}/);
  });
}

Deno.test("reasonOf() gives an error that no phrase tells of as it is", () => {
  assert.equal(reasonOf(new Error("a (new) one.\nstack"), speaker("zh")), "a (new) one.");
  assert.equal(reasonOf("thrown", speaker("zh")), "thrown");
});
