import assert from "node:assert/strict";
import fc from "fast-check";
import { readMat } from "../../../lib/evaluate/datasets/mat.ts";
import { matFile } from "./folders.ts";

Deno.test("readMat() reads numbers and cells within cells", async () => {
  const column = { rows: 2, values: [1, 60.5, 2, 61] };
  const variables = await readMat(matFile("GTNotes", [[column], []]));
  const [[numbers], empty] = variables.get("GTNotes") as [[unknown], unknown[]];
  assert.deepEqual(numbers, { rows: 2, columns: 2, values: Float64Array.of(1, 60.5, 2, 61) });
  assert.deepEqual(empty, []);
});

Deno.test("readMat() refuses other files", async () => {
  await assert.rejects(readMat(new Uint8Array(200)), /Cannot read the MAT file: it is not version/);
  await assert.rejects(readMat(new Uint8Array(3)), /Cannot read the MAT file/);
  const odd = matFile("x", { rows: 1, values: [1] });
  odd[128 + 8 + 8] = 4;
  await assert.rejects(readMat(odd), /Cannot read the MAT file: x is of array class 4/);
});

Deno.test("readMat() reads a damaged file or says that it cannot", async () => {
  const file = matFile("GTNotes", [{ rows: 2, values: [1, 60, 2, 61] }]);
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: file.length }),
      fc.nat({ max: file.length - 129 }),
      fc.nat({ max: 255 }),
      async (length, at, byte) => {
        const damaged = file.slice(0, length);
        if (128 + at < length) damaged[128 + at] = byte;
        try {
          await readMat(damaged);
        } catch (error) {
          assert.match((error as Error).message, /^Cannot read the MAT file: /);
        }
      },
    ),
    { seed: 1, numRuns: 2000 },
  );
});
