import assert from "node:assert/strict";
import fc from "fast-check";
import { BINS, PITCHES } from "../../lib/frontend/constants.ts";
import { affinityMap } from "../../lib/plot/affinity_map.ts";
import { beside } from "../../lib/plot/beside.ts";
import { curves } from "../../lib/plot/curves.ts";
import { distribution } from "../../lib/plot/distribution.ts";
import { eigenvalues } from "../../lib/plot/eigenvalues.ts";
import type { Figure } from "../../lib/plot/figure.ts";
import { causeBars } from "../../lib/plot/mistakes.ts";
import { pianoRoll } from "../../lib/plot/piano_roll.ts";
import { pointMap } from "../../lib/plot/point_map.ts";
import { tradeOffs } from "../../lib/plot/precision_recall.ts";
import { tiles } from "../../lib/plot/tiles.ts";
import { posteriorgram, spectrogram } from "../../lib/plot/time_map.ts";
import { songs } from "../export/songs.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });
const list = fc.array(share, { maxLength: 12 });
const name = fc.string({ maxLength: 8 });
const some = (size: number) => fc.array(share, { minLength: size, maxLength: size });
/** Frames × width. */
const frames = (width: number) =>
  fc.tuple(fc.integer({ min: 0, max: 40 }), some(7)).map(([frames, values]) =>
    Float32Array.from({ length: frames * width }, (_, i) => values[i % 7])
  );

const figures: Record<string, fc.Arbitrary<Figure>> = {
  affinityMap: fc.array(fc.nat(3), { maxLength: 9 }).chain((labels) =>
    some(labels.length ** 2).map((affinities) => affinityMap(affinities, labels))
  ),
  beside: songs.map((song) =>
    beside(["a", "b"].map((title) => ({ title, figure: pianoRoll(song) })), {
      along: "column",
      height: 400,
    })
  ),
  causeBars: share.map((late) => causeBars([{ parts: 2, rates: { late } }], ["late", "early"])),
  curves: fc.array(fc.record({ name, x: list, y: list }), { maxLength: 10 })
    .map((series) => curves(series, { x: "step", y: "loss" })),
  distribution: list.map((shares) =>
    distribution(
      [{ name: "found", shares }],
      { places: shares.map((_, i) => i), ratio: false },
      "x",
    )
  ),
  eigenvalues: fc.tuple(list, fc.nat(5)).map(([values, count]) => eigenvalues(values, count)),
  pianoRoll: songs.map(pianoRoll),
  pointMap: fc.array(fc.record({ x: share, y: share, label: fc.nat(1), text: name }))
    .map((points) => pointMap(points, ["one", "other"])),
  posteriorgram: frames(PITCHES).map(posteriorgram),
  spectrogram: frames(BINS).map(spectrogram),
  tiles: fc.array(some(6), { minLength: 1, maxLength: 3 })
    .map((pictures) => tiles([{ name: "row", pictures }], 3)),
  tradeOffs: fc.array(fc.record({ precision: share, recall: share, text: name }))
    .map((points) => tradeOffs([{ name: "model", points, fixed: points[0] }])),
};

/** Finds what JSON would lose on the way. */
function assertPlain(value: unknown, path: string): void {
  if (typeof value === "number") assert.ok(Number.isFinite(value), `${path} is ${value}`);
  if (typeof value === "function") assert.fail(`${path} is a function`);
  if (typeof value !== "object" || value === null) return;
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  assert.ok(isPlain, `${path} is a ${value.constructor.name}`);
  for (const [key, inner] of Object.entries(value)) assertPlain(inner, `${path}.${key}`);
}

for (const [name, arbitrary] of Object.entries(figures)) {
  Deno.test(`${name}() is plain JSON, of whatever and of nothing`, () => {
    fc.assert(fc.property(arbitrary, (figure) => assertPlain(figure, name)), {
      seed: 4,
      numRuns: 40,
    });
  });
}

Deno.test("a timbre has one look in every figure, whatever else is in it", () => {
  const looks = (song: Parameters<typeof pianoRoll>[0]) =>
    pianoRoll(song).data.map(({ marker }) => {
      const { color, pattern } = marker as { color: string; pattern: { shape: string } };
      return `${color} ${pattern.shape}`;
    });
  fc.assert(
    fc.property(songs, songs, (a, b) => {
      const [few, many] = [looks(a), looks(b)].sort((x, y) => x.length - y.length);
      assert.deepEqual(many.slice(0, few.length), few);
    }),
    { seed: 5, numRuns: 40 },
  );
});
