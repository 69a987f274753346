import fc from "fast-check";
import assert from "node:assert/strict";
import { BINS, PITCHES } from "../../lib/frontend/constants.ts";
import type { Model } from "../../lib/inference/model.ts";
import { type Posteriors, PosteriorStream } from "../../lib/inference/posteriors.ts";
import { Random } from "../../lib/random.ts";

const CONTEXT = 3;
const WINDOW = 20;
const SIZE = 2;

/** A network whose outputs at a frame are sums over the frames within its context. */
const model = {
  card: {
    name: "sums",
    inputs: { energy: "e", level: "l" },
    outputs: { onset: "o", frame: "f", embedding: "v" },
    embeddingSize: SIZE,
    context: CONTEXT,
    window: WINDOW,
  },
  session: {
    run({ e, l }: Record<string, { data: Float32Array; shape: number[] }>) {
      const frames = l.shape[1];
      assert.deepEqual(e.shape, [1, frames, BINS]);
      const sums = Float32Array.from({ length: frames }, (_, t) => {
        let sum = 0;
        for (let u = Math.max(0, t - CONTEXT); u <= Math.min(frames - 1, t + CONTEXT); u++) {
          sum += e.data[u * BINS] + 10 * l.data[u];
        }
        return sum;
      });
      const spread = (width: number, factor: number) =>
        Float32Array.from(
          { length: frames * width },
          (_, i) => factor * sums[Math.floor(i / width)],
        );
      return Promise.resolve({
        o: spread(PITCHES, 1),
        f: spread(PITCHES, 2),
        v: spread(PITCHES * SIZE, 3),
      });
    },
    release: () => Promise.resolve(),
  },
} as unknown as Model;

async function listen(
  energy: Float32Array,
  level: Float32Array,
  cuts: number[],
  window: number,
) {
  const stream = new PosteriorStream(model, window);
  const parts: Posteriors[] = [];
  let from = 0;
  for (const to of [...cuts, level.length]) {
    const piece = stream.push({
      energy: energy.subarray(from * BINS, to * BINS),
      level: level.subarray(from, to),
    });
    for await (const part of piece) parts.push(part);
    from = to;
  }
  for await (const part of stream.flush()) parts.push(part);
  const joined = (key: "onset" | "frame" | "embedding") => parts.flatMap((p) => [...p[key]]);
  return { frames: parts.reduce((n, p) => n + p.frames, 0), joined };
}

Deno.test("PosteriorStream hears the same as one run over everything, however it is fed", () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 150 }),
      fc.array(fc.nat(150), { maxLength: 8 }),
      fc.integer({ min: 2 * CONTEXT + 1, max: WINDOW }),
      fc.integer(),
      async (frames, drawn, window, seed) => {
        const random = new Random(seed);
        const energy = Float32Array.from({ length: frames * BINS }, () => random.integer(0, 9));
        const level = Float32Array.from({ length: frames }, () => random.integer(0, 9));
        const cuts = drawn.filter((cut) => cut <= frames).sort((a, b) => a - b);
        const heard = await listen(energy, level, cuts, window);
        const whole = await model.session.run({
          e: { data: energy, shape: [1, frames, BINS] },
          l: { data: level, shape: [1, frames] },
        });
        assert.equal(heard.frames, frames);
        assert.deepEqual(heard.joined("onset"), [...whole.o]);
        assert.deepEqual(heard.joined("frame"), [...whole.f]);
        assert.deepEqual(heard.joined("embedding"), [...whole.v]);
      },
    ),
    { seed: 1, numRuns: 60 },
  ));
