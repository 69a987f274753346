import assert from "node:assert/strict";
import fc from "fast-check";
import { FrameQueue } from "../lib/frame_queue.ts";

Deno.test("FrameQueue gives out what came first, however it is filled and emptied", () => {
  const width = 3;
  fc.assert(
    fc.property(fc.array(fc.record({ append: fc.nat(5), take: fc.nat(5) })), (turns) => {
      const queue = new FrameQueue(width);
      const plain: number[] = [];
      let next = 0;
      for (const { append, take } of turns) {
        const frames = Float32Array.from({ length: append * width }, () => next++);
        queue.append(frames);
        plain.push(...frames);
        assert.equal(queue.frames, plain.length / width);
        assert.deepEqual([...queue.take(take)], plain.splice(0, take * width));
        assert.equal(queue.frames, plain.length / width);
      }
    }),
    { seed: 1, numRuns: 200 },
  );
});
