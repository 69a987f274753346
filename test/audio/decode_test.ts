import assert from "node:assert/strict";
import { decode, type EncodedAudio } from "../../lib/audio/decode.ts";
import { mixToMono } from "../../lib/audio/mono.ts";
import { tone, wav } from "../wav.ts";

const FIXTURES = new URL("../fixtures/", import.meta.url);

async function read(source: EncodedAudio) {
  const pieces: Float32Array[] = [];
  let [channels, sampleRate] = [0, 0];
  for await (const pcm of decode(source)) {
    pieces.push(mixToMono(pcm));
    [channels, sampleRate] = [pcm.channelData.length, pcm.sampleRate];
  }
  return { mono: Float32Array.from(pieces.flatMap((p) => [...p])), channels, sampleRate };
}

/** Cycles per second, by rising zero crossings. */
function pitchOf(mono: Float32Array, sampleRate: number): number {
  let crossings = 0;
  for (let i = 1; i < mono.length; i++) if (mono[i - 1] < 0 && mono[i] >= 0) crossings++;
  return crossings * sampleRate / mono.length;
}

for (const name of ["tone.flac", "tone.mp3", "tone.ogg", "tone.opus", "tone.aiff"]) {
  Deno.test(`decode() reads ${name}`, async () => {
    const { mono, sampleRate } = await read(await Deno.readFile(new URL(name, FIXTURES)));
    assert.ok(Math.abs(mono.length / sampleRate - 0.6) < 0.06, `${mono.length / sampleRate} s`);
    assert.ok(Math.abs(pitchOf(mono, sampleRate) - 440) < 20);
  });
}

for (const bits of [16, 24, 32] as const) {
  Deno.test(`decode() keeps the samples of a WAV of ${bits} bits and 8 channels`, async () => {
    const channels = Array.from({ length: 8 }, (_, c) => tone(0.1, 200 + 50 * c, 48_000));
    const { mono, channels: count, sampleRate } = await read(
      wav(channels, { bits, sampleRate: 48_000 }),
    );
    assert.deepEqual([count, sampleRate, mono.length], [8, 48_000, channels[0].length]);
    mono.forEach((x, i) => {
      const mean = channels.reduce((sum, channel) => sum + channel[i], 0) / 8;
      assert.ok(Math.abs(x - mean) < 1e-4);
    });
  });
}

Deno.test("decode() reads a stream of small pieces like the whole file", async () => {
  const file = wav([tone(0.5), tone(0.5, 660)]);
  async function* dribble() {
    for (let at = 0; at < file.length; at += 1000) yield file.subarray(at, at + 1000);
  }
  assert.deepEqual((await read(dribble())).mono, (await read(file)).mono);
  assert.deepEqual((await read(new Blob([file.slice()]))).mono, (await read(file)).mono);
});

const sound = tone(0.5);
const flac = Deno.readFileSync(new URL("tone.flac", FIXTURES));
const refused: [string, Uint8Array, RegExp][] = [
  ["an empty file", new Uint8Array(0), /the file is empty/],
  ["text", new TextEncoder().encode("Four score and seven years ago"), /known format/],
  ["a WAV cut short", wav([sound]).subarray(0, 9000), /WAV file is cut short: 9000 of 22094 bytes/],
  ["a WAV header cut short", wav([sound]).subarray(0, 30), /WAV header is cut short/],
  ["a WAV without channels", wav([sound], { claims: { channels: 0 } }), /no channels/],
  ["a WAV at 0 Hz", wav([sound], { claims: { sampleRate: 0 } }), /sample rate of 0 Hz/],
  ["a WAV without samples", wav([new Float32Array(0)]), /no samples/],
  [
    "a WAV with more channels than bytes for them",
    wav([sound], { claims: { channels: 65_535 } }),
    /claims 65535 channels in 2 bytes/,
  ],
  ["a FLAC cut short", flac.subarray(0, flac.length >> 1), /FLAC file is (cut short|damaged)/],
  ["a FLAC header cut short", flac.subarray(0, 30), /FLAC/],
  ["an Ogg file of noise", noisy(Deno.readFileSync(new URL("tone.ogg", FIXTURES))), /Vorbis/],
];

function noisy(file: Uint8Array): Uint8Array {
  return file.map((byte, i) => i < 60 ? byte : (i * 7919) % 256);
}

for (const [what, file, reason] of refused) {
  Deno.test(`decode() refuses ${what}`, () => assert.rejects(read(file), reason));
}

Deno.test("mixToMono() refuses samples that are no numbers", async () => {
  await assert.rejects(read(wav([Float32Array.of(0, NaN, 0)], { bits: 32 })), /not a finite/);
});
