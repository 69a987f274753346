import assert from "node:assert/strict";
import fc from "fast-check";
import { BINS, PITCHES } from "../../lib/frontend/constants.ts";
import { affinityMap } from "../../lib/plot/affinity_map.ts";
import { beside } from "../../lib/plot/beside.ts";
import { curves } from "../../lib/plot/curves.ts";
import { distribution } from "../../lib/plot/distribution.ts";
import { eigenvalues } from "../../lib/plot/eigenvalues.ts";
import type { Figure } from "../../lib/plot/figure.ts";
import { countConfusion } from "../../lib/plot/count_confusion.ts";
import { fByParts } from "../../lib/plot/f_by_parts.ts";
import { causeBars, mistakeBars, mistakeRoll } from "../../lib/plot/mistakes.ts";
import { pianoRoll } from "../../lib/plot/piano_roll.ts";
import { pieceStrips } from "../../lib/plot/piece_strips.ts";
import { pointMap } from "../../lib/plot/point_map.ts";
import { tradeOffs } from "../../lib/plot/precision_recall.ts";
import { tiles } from "../../lib/plot/tiles.ts";
import { posteriorgram, spectrogram } from "../../lib/plot/time_map.ts";
import { mixOf, resultOf } from "../evaluate/benchmark/mixes.ts";
import { songs } from "../export/songs.ts";
import { transcriptions } from "./transcriptions.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });
const list = fc.array(share, { maxLength: 12 });
const name = fc.string({ maxLength: 8 });
const counted = fc.option(fc.nat(5), { nil: undefined });
const some = (size: number) => fc.array(share, { minLength: size, maxLength: size });
/** Frames × width. */
const frames = (width: number) =>
  fc.tuple(fc.integer({ min: 0, max: 40 }), some(7)).map(([frames, values]) =>
    Float32Array.from({ length: frames * width }, (_, i) => values[i % 7])
  );
/** Scores of mixes, counted or not. */
const results = fc.array(fc.record({ parts: fc.integer({ min: 2, max: 4 }), f: share, counted }))
  .map((mixes) =>
    resultOf(mixes.map(({ parts, f, counted }) => ({ ...mixOf("a", parts, f), counted })))
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
  countConfusion: results.map(({ systems: [system] }) => countConfusion(system)),
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
  fByParts: results.map(fByParts),
  mistakeBars: fc.array(transcriptions, { maxLength: 3 }).map(mistakeBars),
  mistakeRoll: transcriptions.map((mistakes) => mistakeRoll(mistakes, [0, 4])),
  pianoRoll: songs.map(pianoRoll),
  pieceStrips: results.map(pieceStrips),
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
    const holds = fc.property(arbitrary, (figure) => {
      assertPlain(figure, name);
      assert.deepEqual(JSON.parse(JSON.stringify(figure)), figure);
    });
    fc.assert(holds, { seed: 4, numRuns: 40 });
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
