import decode from "audio-decode";
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import { writeDataset } from "../../synth/dataset.ts";
import { exampleFiles } from "../../synth/example.ts";
import { listen } from "../../synth/label.ts";
import { encodeWav, type Mixture, mixture, openStudio, PROCEDURAL } from "../../synth/mod.ts";

const studio = await openStudio({ ...PROCEDURAL, seconds: 6 });
const mixtures: Mixture[] = [];
for (let seed = 100; seed < 140; seed++) mixtures.push(await mixture(studio, seed));

/** Mean power of 3 ms from sample `start` on. */
function power(samples: Float32Array, start: number): number {
  return samples.subarray(start, start + 66).reduce((sum, x) => sum + x * x, 0);
}

/** Where the energy of a stem rises around `onset`: its first 3% of what follows, seconds. */
function energyOnset(stem: Float32Array, onset: number): number {
  const from = Math.round((onset - 0.12) * SAMPLE_RATE);
  const powers = Array.from({ length: 190 }, (_, k) => power(stem, from + 44 * k));
  const threshold = 0.03 * Math.max(...powers);
  return (from + 44 * powers.findIndex((p) => p > threshold) + 33) / SAMPLE_RATE;
}

Deno.test("mixture() is the sum of its stems and its background", () => {
  for (const { audio, stems, background } of mixtures) {
    const parts = background === null ? stems : [...stems, background];
    audio.forEach((x, i) => {
      const total = parts.reduce((sum, part) => sum + part[i], 0);
      assert.ok(Math.abs(x - total) < 1e-6);
    });
  }
});

Deno.test("mixture() keeps labels inside the file and pitches inside ranges, never two at once", () => {
  for (const { seconds, audio, notes, players } of mixtures) {
    assert.equal(audio.length, seconds * SAMPLE_RATE);
    const ends = new Map<string, number>();
    for (const { onset, offset, pitch, velocity, player } of notes) {
      assert.ok(onset >= 0 && onset < offset && offset <= seconds);
      assert.ok(velocity >= 0 && velocity <= 1);
      assert.ok(pitch >= players[player].low && pitch <= players[player].high);
      const key = `${player} ${pitch}`;
      assert.ok((ends.get(key) ?? 0) <= onset, `${key} at ${onset}`);
      ends.set(key, offset);
    }
    assert.equal(new Set(players.map((p) => p.timbre)).size, players.length);
  }
});

Deno.test("mixture() labels onsets within 15 ms of the energy in 95% of notes", () => {
  const errors: number[] = [];
  for (const { notes, stems, seconds } of mixtures) {
    for (const note of notes) {
      const alone = notes.every((other) =>
        other === note || other.player !== note.player ||
        other.onset > note.onset + 0.3 || other.offset < note.onset - 0.4
      );
      if (!alone || note.onset < 0.15 || note.onset > seconds - 0.4) continue;
      errors.push(Math.abs(note.onset - energyOnset(stems[note.player], note.onset)));
    }
  }
  assert.ok(errors.length > 60, `only ${errors.length} notes stand alone`);
  const close = errors.filter((e) => e < 0.015).length / errors.length;
  assert.ok(close >= 0.95, `${close} of ${errors.length}`);
});

Deno.test("mixture() peaks between -20 and -1 dBFS", () => {
  for (const { stems, notes } of mixtures.filter((m) => m.notes.length > 0)) {
    const loudest = stems[0].reduce(
      (peak, _, i) => Math.max(peak, Math.abs(stems.reduce((sum, stem) => sum + stem[i], 0))),
      0,
    );
    const level = 20 * Math.log10(loudest);
    assert.ok(level > -20.01 && level < -0.99, `${level} dB, ${notes.length} notes`);
  }
});

Deno.test("mixture() makes ensembles of every size, solos too", () => {
  const sizes = new Set(mixtures.map((m) => m.players.length));
  assert.deepEqual([...sizes].sort(), [1, 2, 3, 4, 5]);
});

Deno.test("mixture() gives the same bytes for the same seed, in whatever order", async () => {
  const again = await mixture(await openStudio({ ...PROCEDURAL, seconds: 6 }), 117);
  assert.deepEqual(again, mixtures[17]);
  assert.notDeepEqual(again.audio, mixtures[18].audio);
});

Deno.test("listen() hears a slow attack where it reaches a sixth of its peak, and its end", () => {
  const tone = new Float32Array(SAMPLE_RATE);
  for (let i = 2205; i < tone.length; i++) {
    const t = (i - 2205) / SAMPLE_RATE;
    const envelope = t < 0.1 ? t / 0.1 : t < 0.5 ? 1 : Math.exp(-(t - 0.5) / 0.05);
    tone[i] = envelope * Math.sin(2 * Math.PI * 500 * t);
  }
  const { onset, offset, peak } = listen(tone, 2205);
  assert.ok(Math.abs(onset / SAMPLE_RATE - 0.118) < 0.004, `${onset / SAMPLE_RATE}`);
  const silence = 0.6 + 0.05 * Math.LN10 * 27 / 20;
  assert.ok(Math.abs(offset / SAMPLE_RATE - silence) < 0.01, `${offset / SAMPLE_RATE}`);
  assert.ok(Math.abs(peak - Math.SQRT1_2) < 0.02);
});

Deno.test("encodeWav() can be read back to within half a step of 16 bits", async () => {
  const { audio } = mixtures[0];
  const { channelData, sampleRate } = await decode(encodeWav(audio));
  assert.deepEqual([channelData.length, sampleRate], [1, SAMPLE_RATE]);
  assert.equal(channelData[0].length, audio.length);
  channelData[0].forEach((x, i) => assert.ok(Math.abs(x - audio[i]) < 1.6 / 32768));
});

Deno.test("writeDataset() writes the same files whatever the number of workers", async () => {
  const folder = await mkdtemp(join(tmpdir(), "dataset-"));
  const recipe = { ...PROCEDURAL, seconds: 1, timbres: [1, 2] as const };
  try {
    const write = (name: string, index: number, of: number) =>
      writeDataset(
        join(folder, name),
        { recipe, seed: 5, count: 3, shard: { index, of }, licences: {} },
        () => {},
      );
    await write("one", 0, 1);
    await write("two", 1, 2);
    await write("two", 0, 2);
    const names = (await readdir(join(folder, "one"))).sort();
    assert.deepEqual(
      names,
      ["00000", "00001", "00002"].flatMap((n) => [`${n}.json`, `${n}.wav`])
        .concat("manifest.json"),
    );
    for (const name of names) {
      const [one, two] = await Promise.all(
        ["one", "two"].map((set) => readFile(join(folder, set, name))),
      );
      assert.ok(one.equals(two), name);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

Deno.test("exampleFiles() makes the example in lib/example, byte for byte", async () => {
  for (const [name, content] of Object.entries(exampleFiles())) {
    const stored = await readFile(new URL(`../../lib/example/${name}`, import.meta.url));
    assert.ok(Buffer.from(content).equals(stored), name);
  }
});
