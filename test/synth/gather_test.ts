import assert from "node:assert/strict";
import fc from "fast-check";
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import { Random } from "../../lib/random.ts";
import { deviation, trim } from "../../synth/gather/note.ts";
import { LEAD_SECONDS, openBank } from "../../synth/timbre/bank.ts";
import { hertz } from "../../synth/timbre/timbre.ts";
import { contents, inFolder, run } from "../command.ts";
import { wav } from "../wav.ts";

const LEAD = Math.round(LEAD_SECONDS * SAMPLE_RATE);

/** A tone with partials that fall, after `silence` samples. */
function tone(pitch: number, { silence = 0, seconds = 0.6, loudness = 0.3 } = {}): Float32Array {
  const samples = new Float32Array(silence + seconds * SAMPLE_RATE);
  for (let partial = 1; partial <= 6; partial++) {
    const step = 2 * Math.PI * partial * hertz(pitch) / SAMPLE_RATE;
    if (step > Math.PI) break;
    for (let i = silence; i < samples.length; i++) {
      samples[i] += loudness * Math.cos(step * (i - silence)) / partial ** 2;
    }
  }
  return samples;
}

Deno.test("trim() puts the onset 20 ms after the start, whatever silence there was", () => {
  fc.assert(fc.property(
    fc.integer({ min: 0, max: 4000 }),
    fc.double({ min: 1e-3, max: 1, noNaN: true }),
    (silence, loudness) => {
      const trimmed = trim(tone(60, { silence, loudness }))!;
      const onset = trimmed.findIndex((x) => x !== 0);
      assert.ok(Math.abs(onset - LEAD) <= 0.003 * SAMPLE_RATE, `onset at ${onset}`);
      const peak = trimmed.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
      assert.ok(peak >= 0.0499 && peak <= 0.8901, `peak ${peak}`);
    },
  ));
});

Deno.test("trim() keeps four seconds that fade out, and nothing of silence", () => {
  const trimmed = trim(tone(45, { seconds: 6 }))!;
  assert.equal(trimmed.length, 4 * SAMPLE_RATE);
  assert.equal(Math.abs(trimmed.at(-1)!), 0);
  assert.equal(trim(new Float32Array(SAMPLE_RATE)), null);
});

Deno.test("deviation() measures how far a tone is from its name", () => {
  fc.assert(fc.property(
    fc.integer({ min: 30, max: 96 }),
    fc.integer({ min: -50, max: 50 }),
    (pitch, cents) => {
      const found = deviation(trim(tone(pitch + cents / 100))!, pitch);
      assert.ok(found !== null && Math.abs(found - cents) < 3, `${found}, not ${cents}`);
    },
  ));
});

Deno.test("deviation() knows a wrong name: a semitone off, an octave off, no pitch at all", () => {
  for (const pitch of [40, 57, 69, 76]) {
    const audio = trim(tone(pitch))!;
    for (const wrong of [pitch - 12, pitch - 1, pitch + 1, pitch + 7]) {
      assert.equal(deviation(audio, wrong), null, `${pitch} as ${wrong}`);
    }
  }
  const random = new Random(1);
  assert.equal(deviation(Float32Array.from({ length: 12_000 }, () => random.normal()), 60), null);
});

const CLI = new URL("../../synth/gather/cli.ts", import.meta.url);

Deno.test("gather writes a bank that synth opens, without the notes that sound another pitch", () =>
  inFolder(async (folder) => {
    const played = { "A4": 69, "As4": 70.1, "B4": 65, "C5": 72 };
    const organ = `${folder}/node_modules/tonejs-instrument-organ-mp3`;
    await Deno.mkdir(organ, { recursive: true });
    for (const [name, pitch] of Object.entries(played)) {
      await Deno.writeFile(`${organ}/${name}.mp3`, wav([tone(pitch, { silence: 500 })]));
    }
    await Deno.writeTextFile(`${organ}/package.json`, "{}");
    const args = ["--packages", "node_modules", "--out", "organs"];
    const { status, stdout, stderr } = await run(CLI, args, folder);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^3 notes; 1 left out.*\n.*B4\.mp3\n$/);
    const { timbres: [found, ...others] } = await openBank(`${folder}/organs`);
    assert.deepEqual([found.key, others.length], ["tonejs/organ/normal", 0]);
    const timbre = (await found.load())!;
    assert.deepEqual([timbre.low, timbre.high, timbre.sustained], [69, 72, true]);
  }));

Deno.test("gather says what is missing and writes nothing", () =>
  inFolder(async (folder) => {
    const { status, stderr } = await run(CLI, ["--packages", ".", "--out", "bank"], folder);
    assert.equal(status, 1);
    assert.match(stderr, /^Cannot gather recorded notes: .* holds no tonejs-instrument-\*-mp3\n$/);
    const nowhere = await run(CLI, ["--packages", "nowhere", "--out", "bank"], folder);
    assert.equal(nowhere.status, 1);
    assert.match(nowhere.stderr, /^Cannot gather recorded notes: there is no folder .*nowhere\n$/);
    assert.deepEqual(await contents(folder), []);
  }));
