import fc from "fast-check";
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import { Random } from "../../lib/random.ts";
import { additive } from "../../synth/timbre/additive.ts";
import { bankTimbre, openBank } from "../../synth/timbre/bank.ts";
import { Catalogue } from "../../synth/timbre/cast.ts";
import { karplus } from "../../synth/timbre/karplus.ts";
import { hertz, type Timbre } from "../../synth/timbre/timbre.ts";
import { encodeWav } from "../../synth/wav.ts";

const SAMPLES = new URL("../../../shared/data/samples", import.meta.url).pathname;
const HEADER = "file,library,instrument,articulation,midi,cents,dynamic,licence";

/** Strength of the first four harmonics of a frequency, by direct correlation. */
function harmonicity(samples: Float32Array, frequency: number): number {
  let total = 0;
  for (let k = 1; k <= 4; k++) {
    const w = 2 * Math.PI * frequency * k / SAMPLE_RATE;
    let [re, im] = [0, 0];
    samples.forEach((x, i) => {
      const window = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / samples.length);
      re += window * x * Math.cos(w * i);
      im += window * x * Math.sin(w * i);
    });
    total += Math.hypot(re, im);
  }
  return total;
}

/** How far a note of `pitch` is off, in steps of 4 cents. */
function detuning(timbre: Timbre, pitch: number): number {
  const { samples, lead } = timbre.note(pitch, 1, 0.7, new Random(1));
  const steady = samples.subarray(lead + 2000, lead + 14_000);
  let [best, strongest] = [0, 0];
  for (let cents = -60; cents <= 60; cents += 4) {
    const strength = harmonicity(steady, hertz(pitch + cents / 100));
    if (strength > strongest) [best, strongest] = [cents, strength];
  }
  return best;
}

/** A sine that starts at 20 ms, as a bank keeps it. */
function recording(pitch: number, seconds: number): Uint8Array {
  const lead = Math.round(0.02 * SAMPLE_RATE);
  const tone = Float32Array.from(
    { length: Math.round(seconds * SAMPLE_RATE) },
    (_, i) => i < lead ? 0 : 0.5 * Math.sin(2 * Math.PI * hertz(pitch) * (i - lead) / SAMPLE_RATE),
  );
  return encodeWav(tone);
}

async function withBank(lines: string[], use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "bank-"));
  try {
    await mkdir(join(folder, "a"));
    for (const pitch of [60, 64]) {
      await writeFile(join(folder, "a", `${pitch}.wav`), recording(pitch + 0.3, 1.5));
    }
    await writeFile(join(folder, "manifest.csv"), lines.join("\n") + "\n");
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

Deno.test("additive() and karplus() sound every note of their range, finite and not silent", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(additive, karplus),
      fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0.05, max: 1.5, noNaN: true }),
      (source, seed, place, seconds) => {
        const timbre = source(seed);
        assert.ok(timbre.low >= 24 && timbre.high <= 107 && timbre.high - timbre.low >= 12);
        const pitch = Math.round(timbre.low + place * (timbre.high - timbre.low));
        const { samples, lead } = timbre.note(pitch, seconds, 0.6, new Random(seed));
        assert.ok(lead === 0 && samples.length >= 0.05 * SAMPLE_RATE);
        assert.ok(samples.every(Number.isFinite));
        assert.ok(samples.some((x) => Math.abs(x) > 1e-4));
        assert.ok(Math.abs(samples.at(-1)!) < 1e-3 * Math.max(...samples.map(Math.abs)));
      },
    ),
    { seed: 4, numRuns: 120 },
  );
});

Deno.test("karplus() is in tune over its range", () => {
  for (const seed of [0, 1, 3, 5]) {
    const timbre = karplus(seed);
    for (let pitch = timbre.low; pitch <= timbre.high; pitch += 7) {
      assert.ok(Math.abs(detuning(timbre, pitch)) <= 8, `seed ${seed}, pitch ${pitch}`);
    }
  }
});

Deno.test("additive() gives each seed a spectrum of its own, and the same one each time", () => {
  const note = (seed: number) => additive(seed).note(62, 0.3, 0.6, new Random(9)).samples;
  assert.deepEqual(note(3), note(3));
  assert.notDeepEqual(note(3), note(4));
});

Deno.test("bankTimbre() corrects how far a recording is off, and transposes it", () =>
  withBank([
    HEADER,
    "a/60.wav,lib,organ,normal,60,30,medium,CC0",
    "a/64.wav,lib,organ,normal,64,30,medium,CC0",
    "a/none.wav,lib,organ,normal,67,55,medium,CC0",
  ], async (folder) => {
    const timbre = await bankTimbre(await openBank(folder), "lib/organ/normal");
    assert.deepEqual([timbre.low, timbre.high, timbre.polyphonic], [60, 64, true]);
    for (const pitch of [59, 60, 61.5, 62, 64, 65]) assert.equal(detuning(timbre, pitch), 0);
    const { samples, lead } = timbre.note(62, 0.5, 0.5, new Random(1));
    const first = samples.findIndex((x) => Math.abs(x) > 0.01);
    assert.ok(Math.abs(first - lead) < 0.002 * SAMPLE_RATE, `${first} is not ${lead}`);
    assert.ok(samples.length / SAMPLE_RATE < 0.5 + 0.02 + 0.09);
  }));

Deno.test("openBank() says what is wrong with a manifest", async () => {
  const faults: [string[], RegExp][] = [
    [["file,midi"], /Cannot read the bank: .*manifest.csv has no column library, /],
    [[HEADER], /Cannot read the bank: .* lists no recordings/],
    [[HEADER, "a/60.wav,lib,organ,normal,C4,0,medium,CC0"], /line 2 has midi "C4"/],
    [[HEADER, "a/60.wav,lib,organ,normal,60,0,ff,CC0"], /line 2 has dynamic "ff"/],
    [[HEADER, "a/60.wav,lib,organ"], /line 2 has 3 fields, not 8/],
  ];
  for (const [lines, message] of faults) {
    await withBank(lines, async (folder) => {
      await assert.rejects(openBank(folder), message);
    });
  }
  await assert.rejects(openBank("/nowhere"), /Cannot read the bank: .* is not there/);
  await withBank([HEADER, "a/61.wav,lib,organ,normal,61,0,loud,CC0"], async (folder) => {
    const bank = await openBank(folder);
    await assert.rejects(bankTimbre(bank, "lib/organ/normal"), /Cannot read the recording .*61/);
  });
});

Deno.test("Catalogue casts different timbres, and none that is left out", () =>
  withBank(
    ["organ", "flute", "pipe"].map((name) => `a/60.wav,lib,${name},normal,60,0,loud,CC0`)
      .toSpliced(0, 0, HEADER),
    async (folder) => {
      const banks = [await openBank(folder)];
      const catalogue = new Catalogue({ sources: ["bank"], banks, holdOut: /flute/ });
      const names = (await catalogue.cast(new Random(1), 2)).map((t) => t.key).sort();
      assert.deepEqual(names, ["bank/lib/organ/normal", "bank/lib/pipe/normal"]);
      await assert.rejects(catalogue.cast(new Random(1), 3), /Cannot cast 3 different players/);
      assert.throws(
        () => new Catalogue({ sources: ["bank"], banks, holdOut: /lib/ }),
        /Cannot cast players/,
      );
    },
  ));

const present = await Deno.stat(SAMPLES).then(() => true, () => false);
if (!present) console.warn(`skipped, not there: ${SAMPLES}`);

Deno.test({
  name: "bankTimbre() plays recorded instruments in tune",
  ignore: !present,
  async fn() {
    const bank = await openBank(SAMPLES);
    for (const key of ["philharmonia/guitar/normal", "mtg-solosax/tenor-sax/normal"]) {
      const timbre = await bankTimbre(bank, key);
      for (const pitch of [52, 57, 63]) {
        assert.ok(Math.abs(detuning(timbre, pitch)) <= 16, `${key} ${pitch}`);
      }
    }
  },
});
