import fc from "fast-check";
import assert from "node:assert/strict";
import { type Direction, neighbour } from "../../web/map/neighbour.ts";

const place = fc.record({ x: fc.integer({ max: 40, min: 0 }), y: fc.integer({ max: 40, min: 0 }) });
const directions: Direction[] = [[1, 0], [-1, 0], [0, 1], [0, -1]];

Deno.test("neighbour() goes where the key points, and to no place behind a nearer one", () => {
  fc.assert(
    fc.property(
      fc.array(place, { minLength: 1, maxLength: 30 }),
      fc.constantFrom(...directions),
      (places, [dx, dy]) => {
        const [from] = places;
        const along = ({ x, y }: typeof from) => (x - from.x) * dx + (y - from.y) * dy;
        const aside = ({ x, y }: typeof from) => Math.abs(dx === 0 ? x - from.x : y - from.y);
        const ahead = places.filter((other) => along(other) > 0);
        const found = neighbour(places, from, [dx, dy]);
        assert.equal(found === undefined, ahead.length === 0);
        if (!found) return;
        assert.ok(along(found) > 0);
        for (const other of ahead) {
          const nearer: boolean = along(other) < along(found) && aside(other) < aside(found);
          assert.ok(!nearer, `${JSON.stringify(other)} is nearer than ${JSON.stringify(found)}`);
        }
      },
    ),
    { seed: 1, numRuns: 300 },
  );
});
