import decode from "audio-decode";
import fc from "fast-check";
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import { Random } from "../../lib/random.ts";
import { sameBytes } from "../bytes.ts";
import { exampleFiles } from "../../synth/example.ts";
import { listen } from "../../synth/label.ts";
import {
  type Effect,
  EFFECTS,
  encodeFlac,
  encodeWav,
  type Mixture,
  mixture,
  openStudio,
  perform,
  type Performance,
  PROCEDURAL,
  remix,
} from "../../synth/mod.ts";
import { render } from "../../synth/render.ts";

const ALL = Object.keys(EFFECTS) as Effect[];
const recipe = { ...PROCEDURAL, seconds: 6 };
const studio = await openStudio(recipe);
const duo = await openStudio({ ...recipe, timbres: [2, 2] });
const mixtures: Mixture[] = [];
for (let seed = 100; seed < 140; seed++) mixtures.push(await mixture(studio, seed));

/** Whether two mixtures sound the same and are labelled the same. */
function sameMixture(a: Mixture, b: Mixture): boolean {
  const sound = ({ audio, stems, background }: Mixture) => [audio, ...stems, background ?? audio];
  return JSON.stringify([a.notes, a.players]) === JSON.stringify([b.notes, b.players]) &&
    sound(a).every((samples, i) => sameBytes(samples, sound(b)[i]));
}

/** Energy of 3 ms from sample `start` on. */
function energy(samples: Float32Array, start: number): number {
  return samples.subarray(start, start + 66).reduce((sum, x) => sum + x * x, 0);
}

/** Where the energy of a stem rises around `onset`: its first 3% of what follows, seconds. */
function energyOnset(stem: Float32Array, onset: number): number {
  const from = Math.round((onset - 0.12) * SAMPLE_RATE);
  const energies = Array.from({ length: 190 }, (_, k) => energy(stem, from + 44 * k));
  const threshold = 0.03 * Math.max(...energies);
  return (from + 44 * energies.findIndex((e) => e > threshold) + 33) / SAMPLE_RATE;
}

Deno.test("mixture() is exactly the sum of its stems and its background", () => {
  for (const { audio, stems, background } of mixtures) {
    const parts = background === null ? stems : [...stems, background];
    const total = new Float32Array(audio.length);
    for (const part of parts) part.forEach((x, i) => total[i] += x);
    assert.ok(sameBytes(audio, total));
  }
  assert.ok(mixtures.some(({ background }) => background !== null));
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

/** Label minus energy onset of the notes that stand alone in their stems, seconds. */
function onsetErrors({ notes, stems, seconds }: Performance): number[] {
  return notes
    .filter((note) =>
      note.onset >= 0.15 && note.onset <= seconds - 0.4 &&
      notes.every((other) =>
        other === note || other.player !== note.player ||
        other.onset > note.onset + 0.3 || other.offset < note.onset - 0.4
      )
    )
    .map((note) => note.onset - energyOnset(stems[note.player], note.onset));
}

function assertClose(errors: number[], fewest: number): void {
  assert.ok(errors.length > fewest, `only ${errors.length} notes stand alone`);
  const close = errors.filter((e) => Math.abs(e) < 0.015).length / errors.length;
  assert.ok(close >= 0.95, `${close} of ${errors.length}`);
}

Deno.test("mixture() labels onsets within 15 ms of the energy in 95% of notes", () => {
  assertClose(mixtures.flatMap(onsetErrors), 60);
});

const bank = fileURLToPath(new URL("../../../shared/data/samples", import.meta.url));
const ignore = !existsSync(bank);
if (ignore) console.warn(`no recorded notes in ${bank}: their onsets go untested`);

Deno.test({
  name: "perform() labels onsets of recorded notes within 15 ms of the energy in 95% of them",
  ignore,
  async fn() {
    const studio = await openStudio({
      ...recipe,
      seconds: 30,
      timbres: [1, 2],
      sources: ["bank"],
      banks: [bank],
    });
    const errors: number[] = [];
    for (let seed = 0; seed < 16; seed++) errors.push(...onsetErrors(await perform(studio, seed)));
    assertClose(errors, 60);
  },
});

Deno.test("render() labels a note with its loudness, and its end where little is left of it", async () => {
  const random = new Random(8);
  let notes = 0;
  for (const timbre of await studio.catalogue.cast(random, 40)) {
    const pitch = Math.round((timbre.low + timbre.high) / 2);
    const velocity = random.uniform(0.3, 1);
    const written = { onset: 0.5, seconds: 0.6, pitch, velocity };
    const { stem, notes: [label] } = render(random, [written], timbre, 8, 0);
    if (label === undefined) continue;
    notes++;
    const levels = Array.from({ length: 8 * 100 - 1 }, (_, k) => {
      const window = stem.subarray(k * 220, k * 220 + 220);
      return 10 * Math.log10(window.reduce((sum, x) => sum + x * x, 1e-12) / 220);
    });
    const loudest = Math.max(...levels);
    assert.ok(Math.abs(loudest - 30 * (label.velocity - 1)) < 1, `${timbre.key}: ${loudest} dB`);
    const later = levels.slice(Math.ceil(label.offset * SAMPLE_RATE / 220) + 1);
    assert.ok(Math.max(...later) < loudest - 26, `${timbre.key} is heard after its end`);
  }
  assert.ok(notes > 35);
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
  assert.deepEqual([...sizes].sort(), [1, 2, 3, 4, 5, 6]);
});

Deno.test("mixture() gives the same bytes for the same seed, in whatever order", async () => {
  const again = await mixture(await openStudio(recipe), 117);
  assert.ok(sameMixture(again, mixtures[17]));
  assert.ok(!sameBytes(again.audio, mixtures[18].audio));
});

Deno.test("remix() keeps the notes and changes the sound", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1000), fc.nat(1000), async (seed, room) => {
      const dry = await perform(studio, seed);
      const stems = dry.stems.map((stem) => stem.slice());
      const [one, two] = [await remix(dry, room), await remix(dry, room + 1)];
      dry.stems.forEach((stem, i) => assert.ok(sameBytes(stem, stems[i])));
      const times = ({ notes }: Mixture) => notes.map(({ velocity: _, ...note }) => note);
      assert.deepEqual(times(one), times(two));
      assert.deepEqual(one.players, two.players);
      if (one.notes.length > 0) assert.ok(!sameBytes(one.audio, two.audio));
      assert.ok(sameMixture(await remix(dry, room), one));
    }),
    { seed: 3, numRuns: 8 },
  );
});

Deno.test("remix() with every effect off only sets the level", async () => {
  for (let seed = 0; seed < 6; seed++) {
    const dry = await perform(studio, seed);
    const { stems, notes, background } = await remix(dry, 0, { off: ALL });
    assert.equal(background, null);
    assert.deepEqual(notes, dry.notes);
    const loudest = (signals: Float32Array[]) =>
      signals.flatMap((x) => [x.reduce((peak, y) => Math.max(peak, Math.abs(y)), 0)]);
    const ratios = loudest(stems).map((peak, i) => peak / loudest(dry.stems)[i]);
    const scale = ratios.find((ratio) => ratio > 0) ?? 1;
    stems.forEach((stem, player) =>
      stem.forEach((x, i) => assert.ok(Math.abs(x - scale * dry.stems[player][i]) < 1e-4))
    );
  }
});

Deno.test("remix() compresses all stems by one gain", async () => {
  let compressed = 0;
  for (let seed = 0; seed < 12; seed++) {
    const dry = await perform(duo, seed);
    const { stems } = await remix(dry, 0, { off: ALL.filter((e) => e !== "compression") });
    const [first, second] = stems.map((stem, player) => {
      const gains = new Map<number, number>();
      for (let i = 0; i < stem.length; i += 25) {
        const x = dry.stems[player][i];
        if (Math.abs(x) > 0.02) gains.set(i, stem[i] / x);
      }
      return gains;
    });
    const gains = [...first.values(), ...second.values()];
    if (Math.max(...gains) > 1.1 * Math.min(...gains)) compressed++;
    for (const [i, gain] of first) {
      const other = second.get(i) ?? gain;
      assert.ok(Math.abs(gain / other - 1) < 0.01, `seed ${seed} sample ${i}`);
    }
  }
  assert.ok(compressed > 0 && compressed < 9, `${compressed} of 12`);
});

Deno.test("perform() with tuning off changes the sound, not the notes", async () => {
  const tuned = await openStudio({ ...recipe, timbres: [2, 2], off: ["tuning"] });
  const free = await openStudio({ ...recipe, timbres: [2, 2] });
  const [a, b] = [await perform(tuned, 4), await perform(free, 4)];
  assert.deepEqual(a.notes.map((n) => n.pitch), b.notes.map((n) => n.pitch));
  assert.ok(!sameBytes(a.stems[0], b.stems[0]));
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

Deno.test("encodeWav() and encodeFlac() can be read back to half a step of 16 bits", async () => {
  const { audio } = mixtures[0];
  const files = [encodeWav(audio), await encodeFlac(audio)];
  assert.ok(files[1].length < files[0].length);
  for (const file of files) {
    const { channelData, sampleRate } = await decode(file);
    assert.deepEqual([channelData.length, sampleRate], [1, SAMPLE_RATE]);
    assert.equal(channelData[0].length, audio.length);
    channelData[0].forEach((x, i) => assert.ok(Math.abs(x - audio[i]) < 1.6 / 32768));
  }
});

Deno.test("exampleFiles() makes the example in lib/example, byte for byte", async () => {
  for (const [name, content] of Object.entries(await exampleFiles())) {
    const stored = await readFile(new URL(`../../lib/example/${name}`, import.meta.url));
    assert.ok(Buffer.from(content).equals(stored), name);
  }
});
