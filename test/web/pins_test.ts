import fc from "fast-check";
import assert from "node:assert/strict";
import { apply } from "../../web/edit/edits.ts";
import { countPins, NO_PINS, type NotePins, pin, placed, unpin } from "../../web/edit/pins.ts";
import { drafts, scores } from "./scores.ts";

const settings = { seed: 1, numRuns: 200 };
const selection = fc.uniqueArray(fc.nat(9), { minLength: 2, maxLength: 6 })
  .map((ids) => new Set(ids));
const relation = fc.constantFrom("same" as const, "different" as const);
const pinned = fc.array(fc.tuple(relation, selection), { maxLength: 5 }).map((said) =>
  said.reduce<NotePins>((pins, [relation, ids]) => pin(pins, relation, ids), NO_PINS)
);

/** Whether pairs join all of some notes. */
function joined(pairs: NotePins["same"], ids: Set<number>): boolean {
  const reached = new Set([[...ids][0]]);
  for (let grew = true; grew;) {
    const before = reached.size;
    for (const [a, b] of pairs) if (reached.has(a) || reached.has(b)) reached.add(a).add(b);
    grew = reached.size > before;
  }
  return ids.isSubsetOf(reached);
}

Deno.test("pin() joins or parts all the notes, whatever was said of them before", () => {
  fc.assert(
    fc.property(pinned, selection, (before, ids) => {
      const together = pin(before, "same", ids);
      assert.ok(joined(together.same, ids));
      assert.ok(!together.different.some(([a, b]) => ids.has(a) && ids.has(b)));
      const apart = pin(before, "different", ids);
      assert.ok(!apart.same.some(([a, b]) => ids.has(a) && ids.has(b)));
      for (const a of ids) {
        for (const b of ids) {
          const named = apart.different.filter((pair) => pair.includes(a) && pair.includes(b));
          assert.equal(named.length, a === b ? ids.size - 1 + outside(apart, a, ids) : 1);
        }
      }
    }),
    settings,
  );
});

/** Pairs of a note and one that is not among `ids`. */
function outside({ different }: NotePins, note: number, ids: Set<number>): number {
  return different.filter((pair) => pair.includes(note) && !pair.every((id) => ids.has(id))).length;
}

Deno.test("unpin() forgets all about some notes and nothing about others", () => {
  fc.assert(
    fc.property(pinned, selection, (pins, ids) => {
      const left = unpin(pins, ids);
      assert.equal(countPins(left, ids), 0);
      const all = pins.same.length + pins.different.length;
      assert.equal(left.same.length + left.different.length, all - countPins(pins, ids));
    }),
    settings,
  );
});

Deno.test("placed() names notes by their place and leaves out those that are gone", () => {
  const notes = [{ id: 7 }, { id: 3 }, { id: 5 }];
  const pins: NotePins = { same: [[3, 7], [3, 8]], different: [[5, 3]] };
  assert.deepEqual(placed(pins, notes), { same: [[1, 0]], different: [[2, 1]] });
});

Deno.test("apply() keeps names and colours with the notes that most of a timbre are", () => {
  fc.assert(
    fc.property(scores, fc.array(drafts, { maxLength: 4 }), fc.nat(20), (drawn, edits, turn) => {
      const named = drawn.timbres.reduce(
        (score, _, timbre) => apply(score, { kind: "rename", timbre, name: `voice ${timbre}` }),
        edits.reduce((score, draft) => apply(score, draft(score)), drawn),
      );
      const heard = named.notes.filter((note) => note.row >= 0);
      const used = [...new Set(heard.map((note) => note.timbre))];
      fc.pre(used.length > 0);
      const labelOf = (timbre: number) => (used.indexOf(timbre) + turn) % used.length;
      const again = apply(named, {
        kind: "relabel",
        labels: new Map(heard.map(({ id, timbre }) => [id, labelOf(timbre)])),
        asked: used.length,
        pins: named.pins,
      });
      assert.equal(again.timbres.length, used.length);
      const timbreOf = new Map(again.notes.map(({ id, timbre }) => [id, again.timbres[timbre]]));
      for (const { id, timbre } of heard) assert.equal(timbreOf.get(id), named.timbres[timbre]);
    }),
    settings,
  );
});
