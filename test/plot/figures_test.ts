import assert from "node:assert/strict";
import fc from "fast-check";
import { BINS, FRAME_RATE, PITCHES } from "../../lib/frontend/constants.ts";
import { affinityMap } from "../../lib/plot/affinity_map.ts";
import { curves } from "../../lib/plot/curves.ts";
import { eigenvalues } from "../../lib/plot/eigenvalues.ts";
import { pointMap } from "../../lib/plot/point_map.ts";
import { posteriorgram, spectrogram } from "../../lib/plot/time_map.ts";

/** A picture's values and the names of its rows. */
function picture(trace: Record<string, unknown>) {
  return trace as { z: number[][]; y: string[]; dx: number };
}

Deno.test("posteriorgram() keeps the strongest of frames that share a column", () => {
  const frames = 1000;
  const posteriors = new Float32Array(frames * PITCHES);
  posteriors[701 * PITCHES + 45] = 0.9;
  const { z, y, dx } = picture(posteriorgram(posteriors).data[0]);
  const row = z[y.indexOf("A4")];
  const column = row.findIndex((p) => p > 0);
  assert.equal(row[column], 0.9);
  assert.ok(column * dx <= 701 / FRAME_RATE && 701 / FRAME_RATE < (column + 1) * dx);
  assert.equal(z.flat().filter((p) => p > 0).length, 1);
});

Deno.test("posteriorgram() has a row a pitch, and columns enough but not too many", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000 }), (frames) => {
      const { z, y, dx } = picture(posteriorgram(new Float32Array(frames * PITCHES)).data[0]);
      assert.deepEqual([z.length, y.length], [PITCHES, PITCHES]);
      assert.deepEqual(new Set(z.map((row) => row.length)).size, 1);
      const [columns, seconds] = [z[0].length, frames / FRAME_RATE];
      assert.ok(columns <= 500 && columns * dx > seconds - 1e-9);
      assert.ok((columns - 1) * dx < seconds);
    }),
    { seed: 2, numRuns: 20 },
  );
});

Deno.test("spectrogram() shows decibels under the strongest bin, in hertz", () => {
  const energies = new Float32Array(2 * BINS);
  energies[3 * 45 + 1] = 4;
  energies[BINS + 3 * 45 + 1] = 0.04;
  const { z, y } = picture(spectrogram(energies).data[0]);
  const row = z[y.indexOf("440.0 Hz")];
  assert.deepEqual(row, [0, -20]);
  assert.equal(new Set(y).size, BINS);
});

Deno.test("spectrogram() marks every C on its axis", () => {
  const { yaxis } = spectrogram(new Float32Array(BINS)).layout as {
    yaxis: { tickvals: string[]; ticktext: string[] };
  };
  assert.equal(yaxis.tickvals[yaxis.ticktext.indexOf("C4 262 Hz")], "261.6 Hz");
});

Deno.test("affinityMap() sorts notes by label and parts the labels", () => {
  const affinities = [1, 0.1, 0.9, 0.1, 1, 0.2, 0.9, 0.2, 1];
  const { data: [trace], layout } = affinityMap(affinities, [0, 1, 0]);
  assert.deepEqual(trace.z, [[1, 0.9, 0.1], [0.9, 1, 0.2], [0.1, 0.2, 1]]);
  const { shapes } = layout as { shapes: { x0: number; x1: number }[] };
  assert.deepEqual(shapes.map(({ x0, x1 }) => [x0, x1]), [[1.5, 1.5], [-0.5, 2.5]]);
});

Deno.test("eigenvalues() shows the largest first and those before the gap apart", () => {
  const { data: [{ y, marker }] } = eigenvalues([0.1, 3, 2], 2);
  const { color } = marker as { color: string[] };
  assert.deepEqual(y, [3, 2, 0.1]);
  assert.equal(color[0], color[1]);
  assert.notEqual(color[1], color[2]);
});

Deno.test("pointMap() and curves() keep every point under its name", () => {
  const points = [{ x: 1, y: 2, label: 1, text: "a" }, { x: 3, y: 4, label: 0, text: "b" }];
  const { data } = pointMap(points, ["first", "second"]);
  assert.deepEqual(data.map(({ name, x, y }) => [name, x, y]), [
    ["first", [3], [4]],
    ["second", [1], [2]],
  ]);
  const curve = { name: "loss", x: [1, 2], y: [3, 4] };
  const [{ name, x, y }] = curves([curve], { x: "step", y: "loss" }).data;
  assert.deepEqual({ name, x, y }, curve);
});
