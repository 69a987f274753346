import fc from "fast-check";
import tonejs from "@tonejs/midi";
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { distribution } from "../../lib/plot/distribution.ts";
import { Random } from "../../lib/random.ts";
import { Library } from "../../synth/score/piece.ts";
import { uniform } from "../../synth/score/uniform.ts";
import { jensenShannon } from "../../synth/study/divergence.ts";
import { Histogram, MEASURES } from "../../synth/study/measures.ts";
import { distances, sections, study } from "../../synth/study/study.ts";

/** C4 for a second, E4 after half of it and G4 at its end; a held C3 below them. */
const note = (onset: number, seconds: number, pitch: number) => (
  { onset, seconds, pitch, velocity: 0.5 }
);
const PARTS = [
  [note(0, 1, 60), note(0.5, 0.5, 64), note(1, 1, 67)],
  [note(0, 2, 48)],
];

function values(name: string): number[] {
  return MEASURES.find((measure) => measure.name === name)!.values(PARTS, 2);
}

Deno.test("jensenShannon() is 0 for equals, 1 for strangers, symmetric and known between", () => {
  assert.equal(jensenShannon([0.5, 0.5, 0], [0.5, 0.5, 0]), 0);
  assert.equal(jensenShannon([1, 0], [0, 1]), 1);
  // H(3/4, 1/4) − (H(1, 0) + H(1/2, 1/2)) / 2
  const expected = -(0.75 * Math.log2(0.75) + 0.25 * Math.log2(0.25)) - 0.5;
  assert.ok(Math.abs(jensenShannon([1, 0], [0.5, 0.5]) - expected) < 1e-12);
  const weights = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 5, maxLength: 5 })
    .filter((w) => w.some((x) => x > 0))
    .map((w) => w.map((x) => x / w.reduce((a, b) => a + b)));
  fc.assert(
    fc.property(weights, weights, (p, q) => {
      const d = jensenShannon(p, q);
      assert.ok(d > -1e-12 && d < 1 + 1e-12);
      assert.ok(Math.abs(d - jensenShannon(q, p)) < 1e-12);
    }),
    { seed: 1, numRuns: 100 },
  );
});

Deno.test("MEASURES count what a clip holds", () => {
  assert.deepEqual(values("pitch"), [60, 64, 67, 48]);
  assert.deepEqual(values("melodic interval"), [4, 3]);
  assert.deepEqual(values("harmonic interval").sort((a, b) => a - b), [4, 12, 16, 19]);
  assert.deepEqual(values("duration"), [1, 0.5, 1, 2]);
  assert.deepEqual(values("inter-onset interval"), [0.5, 0.5]);
  assert.deepEqual(values("density"), [2]);
  const counts = values("polyphony");
  assert.equal(counts.length, 40);
  assert.deepEqual([counts[0], counts[10], counts[20], counts[39]], [2, 3, 2, 2]);
});

Deno.test("Histogram counts at the nearest place, in ratio where the scale says so", () => {
  const linear = new Histogram({ places: [0, 1, 2], ratio: false });
  linear.add([-5, 0.4, 0.6, 1.4, 9]);
  assert.deepEqual(linear.shares(), [0.4, 0.4, 0.2]);
  const ratio = new Histogram({ places: [1, 10, 100], ratio: true });
  ratio.add([3, 4, 31, 32]);
  assert.deepEqual(ratio.shares(), [0.25, 0.5, 0.25]);
});

Deno.test("uniform() draws octaves by their weights, intervals that share harmonics, any pitch", () => {
  const octaves = new Array(7).fill(0);
  const pitches = new Set<number>();
  let [harmonic, followers] = [0, 0];
  for (let seed = 0; seed < 400; seed++) {
    const score = uniform(new Random(seed), 2, 10);
    for (const { notes } of score) {
      notes.forEach((n, i) => {
        assert.ok(n.onset >= 0 && n.seconds > 0 && n.onset + n.seconds <= 10 + 1e-9);
        if (i > 0) assert.ok(n.onset >= notes[i - 1].onset + notes[i - 1].seconds - 1e-9);
        octaves[Math.floor((n.pitch - 24) / 12)]++;
        pitches.add(n.pitch);
      });
    }
    for (const n of score[1].notes) {
      const other = score[0].notes.find((m) => m.onset <= n.onset && n.onset < m.onset + m.seconds);
      if (other === undefined) continue;
      followers++;
      if ([4, 5, 7, 12].includes(Math.abs(n.pitch - other.pitch))) harmonic++;
    }
  }
  assert.equal(pitches.size, 84);
  const total = octaves.reduce((a, b) => a + b);
  [1, 3, 5, 6, 5, 3, 1].forEach((weight, i) =>
    assert.ok(Math.abs(octaves[i] / total - weight / 24) < 0.02, `octave ${i}: ${octaves[i]}`)
  );
  assert.ok(harmonic / followers > 0.83 && harmonic / followers < 0.92, `${harmonic / followers}`);
});

Deno.test("study() compares every kind of clip with the written ones, and draws it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "study-"));
  try {
    const file = new tonejs.Midi();
    const track = file.addTrack();
    for (let i = 0; i < 60; i++) track.addNote({ midi: 60 + i % 3, time: i / 2, duration: 0.5 });
    await writeFile(join(folder, "a.mid"), file.toArray());
    const options = { count: 8, seconds: 6, seed: 1 };
    const found = await study(await Library.open([folder]), options);
    const [pitch] = found.written;
    assert.deepEqual(
      pitch.shares().flatMap((share, i) => share > 0 ? [21 + i] : []),
      [60, 61, 62],
    );
    const { header, rows } = distances(found);
    assert.deepEqual(header, ["distribution", "composed", "re-cast", "uniform"]);
    assert.deepEqual(rows.map(([name]) => name), MEASURES.map(({ name }) => name));
    for (const row of rows) for (const cell of row.slice(1)) assert.ok(Number(cell) <= 1);
    assert.equal(sections(found).filter(({ figure }) => figure).length, MEASURES.length);
    assert.deepEqual(await study(await Library.open([folder]), options), found);
  } finally {
    await rm(folder, { recursive: true });
  }
});

Deno.test("distribution() draws a line for each series, on a logarithmic axis where asked", () => {
  const series = [{ name: "a", shares: [0.2, 0.8] }, { name: "b", shares: [1, 0] }];
  const { data, layout } = distribution(series, { places: [1, 10], ratio: true }, "duration (s)");
  assert.deepEqual(data.map(({ name, x, y }) => ({ name, x, y })), [
    { name: "a", x: [1, 10], y: [0.2, 0.8] },
    { name: "b", x: [1, 10], y: [1, 0] },
  ]);
  assert.equal((layout.xaxis as { type: string }).type, "log");
});
