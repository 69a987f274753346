import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { PARTIAL_SHIFTS } from "../../lib/timbre/outline.ts";
import { BINS_BELOW, PORTRAIT_BINS } from "../../lib/timbre/portrait.ts";
import { Random } from "../../lib/random.ts";
import { drawGrain, drawWhims } from "../../models/train/unevenness.ts";
import { inFolder, run } from "../command.ts";
import { wav } from "../wav.ts";

const bins = PARTIAL_SHIFTS.map((shift) => BINS_BELOW + shift).filter((bin) => bin < PORTRAIT_BINS);
const perDb = Math.LN10 / 10;
const uneven = { even: 0, partialDb: 4, brightnessDb: 1, pitchDb: 0 };

/** As many notes of one player. */
const notes = (...pitches: number[]) => pitches.map((pitch) => ({ players: [0], pitch }));

const meanSquareOf = (levels: readonly number[]) =>
  levels.reduce((sum, level) => sum + level * level, 0) / levels.length;

Deno.test("drawWhims() leaves players of some passages even", () => {
  const even = Array.from(
    { length: 1000 },
    (_, seed) => drawWhims({ ...uneven, even: 0.25 }, notes(60, 62), new Random(seed)),
  )
    .filter((whims) => whims.every((whim) => whim.every((level) => level === 0)));
  assert(Math.abs(even.length / 1000 - 0.25) < 0.05, `${even.length}`);
});

Deno.test("drawWhims() moves partials by as much as it is asked to", () => {
  const meanSquare = (recipe: typeof uneven, partial: number) => {
    const levels = Array.from(
      { length: 500 },
      (_, seed) =>
        drawWhims(recipe, notes(60, 60, 60, 60), new Random(seed))
          .map((whim) => whim[bins[partial]]),
    ).flat();
    return meanSquareOf(levels);
  };
  // The strength of a passage is uniform from 0 to 1: its mean square is a third.
  const expected = (4 * perDb) ** 2 / 3;
  const first = meanSquare(uneven, 0);
  assert(Math.abs(first / expected - 1) < 0.15, `${first} and not ${expected}`);
  const fourth = meanSquare({ ...uneven, partialDb: 0 }, 3);
  const tilted = (2 * perDb) ** 2 / 3;
  assert(Math.abs(fourth / tilted - 1) < 0.15, `${fourth} and not ${tilted}`);
});

Deno.test("drawWhims() joins partials without overshooting", () => {
  fc.assert(fc.property(fc.integer(), (seed) => {
    for (const whim of drawWhims({ ...uneven, pitchDb: 8 }, notes(50, 60, 61), new Random(seed))) {
      for (let bin = 0; bin < PORTRAIT_BINS; bin++) {
        const left = bins.findLast((partial) => partial <= bin) ?? bins[0];
        const right = bins.find((partial) => partial >= bin) ?? bins[bins.length - 1];
        const ends = [whim[left], whim[right]];
        assert(whim[bin] >= Math.min(...ends) - 1e-6 && whim[bin] <= Math.max(...ends) + 1e-6);
      }
    }
  }));
});

Deno.test("drawWhims() gives each pitch of a player an answer of its own, and keeps it", () => {
  const irregular = { even: 1, partialDb: 4, brightnessDb: 1, pitchDb: 8 };
  const played = [
    ...notes(60, 61, 60),
    ...[[1], [0, 1]].map((players) => ({ players, pitch: 60 })),
  ];
  const levels: number[] = [];
  for (let seed = 0; seed < 500; seed++) {
    const [first, next, again, other, both] = drawWhims(irregular, played, new Random(seed));
    assert.deepEqual(again, first);
    assert.notDeepEqual(next, first);
    assert.notDeepEqual(other, first);
    const mean = (first[bins[2]] + other[bins[2]]) / 2;
    assert(Math.abs(both[bins[2]] - mean) < 1e-5);
    levels.push(...[first, next, other].map((whim) => whim[bins[2]]));
  }
  const expected = (8 * perDb) ** 2 / 3;
  const found = meanSquareOf(levels);
  assert(Math.abs(found / expected - 1) < 0.15, `${found} and not ${expected}`);
});

Deno.test("drawGrain() is as rough as it is asked to be, and neighbours go together", () => {
  const grain = drawGrain(4, 50_000, new Random(1));
  const expected = (4 * perDb) ** 2;
  assert(Math.abs(meanSquareOf([...grain]) / expected - 1) < 0.05);
  const product = [...grain.subarray(1)].reduce((sum, level, i) => sum + level * grain[i], 0);
  assert(Math.abs(product / (grain.length - 1) / expected - 2 / 3) < 0.05);
  assert(drawGrain(0, 9, new Random(1)).every((level) => level === 0));
});

Deno.test("the bench of unevenness finds how far partials were moved", () =>
  inFolder(async (folder) => {
    const decibels = 4, partials = 8;
    const played = [60, 61, 60].map((pitch, i) => ({ pitch, onset: 1.2 * i, offset: 1.2 * i + 1 }));
    const samples = new Float32Array(22_050 * 4);
    for (const { pitch, onset, offset } of played) {
      const fundamental = 440 * 2 ** ((pitch - 69) / 12);
      for (let h = 1; h <= partials; h++) {
        const moved = pitch === 60 ? 0 : h % 2 === 0 ? decibels : -decibels;
        const amplitude = 0.03 * 10 ** (moved / 20);
        for (let t = Math.round(22_050 * onset); t < 22_050 * offset; t++) {
          samples[t] += amplitude * Math.sin(2 * Math.PI * h * fundamental * t / 22_050);
        }
      }
    }
    const notes = played.map((note) => ({ ...note, velocity: 1, player: 0 }));
    const labels = { schema: 1, players: [{ timbre: "tone" }], notes };
    await writeFile(join(folder, "tone.wav"), wav([samples]));
    await writeFile(join(folder, "tone.json"), JSON.stringify(labels));
    const bench = new URL("../bench/unevenness.ts", import.meta.url);
    const { status, stdout, stderr } = await run(bench, ["--data", folder], folder);
    assert.equal(status, 0, stderr);
    const row = stdout.trim().split("\n").at(-1)!;
    const [same, next, ...further] = row.split("|").slice(1, -1).map((cell) => cell.trim());
    const deviation = decibels * Math.sqrt(partials / (partials - 1));
    assert(Math.abs(parseFloat(same)) < 0.2, row);
    assert(Math.abs(parseFloat(next) - deviation) < 0.3, row);
    assert(further.every((cell) => cell === "–"), row);
  }));
