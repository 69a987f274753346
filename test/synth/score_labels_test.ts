import fc from "fast-check";
import assert from "node:assert/strict";
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import { Random } from "../../lib/random.ts";
import { render } from "../../synth/render.ts";
import { compose } from "../../synth/score/compose.ts";
import { hertz, type Timbre } from "../../synth/timbre/timbre.ts";
import { seed } from "./performers.ts";

/** A sine with ramps of 10 ms. */
const sine: Timbre = {
  key: "sine",
  name: "sine",
  family: "sine",
  low: 24,
  high: 107,
  sustained: true,
  polyphonic: false,
  licence: "none",
  note(pitch, seconds) {
    const ramp = 0.01 * SAMPLE_RATE;
    const length = Math.round(seconds * SAMPLE_RATE + ramp);
    const samples = Float32Array.from({ length }, (_, i) => {
      const level = Math.min(1, i / ramp, (length - i) / ramp);
      return level * Math.sin(2 * Math.PI * hertz(pitch) * i / SAMPLE_RATE);
    });
    return { samples, lead: 0 };
  },
};

Deno.test("render() of a transposed score transposes its labels", () => {
  const performer = { low: 48, high: 72, polyphonic: false, rings: false };
  fc.assert(
    fc.property(seed, fc.integer({ min: 1, max: 24 }), (seed, by) => {
      const [{ notes }] = compose(new Random(seed), [performer], 3);
      const transposed = notes.map((n) => ({ ...n, pitch: n.pitch + by }));
      const labels = (score: typeof notes) => render(new Random(1), score, sine, 3, 0).notes;
      const here = labels(notes);
      const there = labels(transposed);
      assert.deepEqual(there.map((n) => n.pitch), here.map((n) => n.pitch + by));
      here.forEach((n, i) => {
        assert.ok(Math.abs(n.onset - there[i].onset) < 0.005, `${n.onset} ${there[i].onset}`);
        assert.ok(Math.abs(n.offset - there[i].offset) < 0.01, `${n.offset} ${there[i].offset}`);
      });
    }),
    { seed: 1, numRuns: 8 },
  );
});
