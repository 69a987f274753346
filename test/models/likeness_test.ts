import assert from "node:assert/strict";
import { PARTIALS } from "../../lib/timbre/outline.ts";
import { binsHeard, PORTRAIT_BINS, SLOTS } from "../../lib/timbre/portrait.ts";
import { Random } from "../../lib/random.ts";
import { mixIn } from "../../models/train/likeness.ts";
import type { Remembered } from "../../models/train/remembered.ts";

const random = new Random(6);

function someNote(pitch: number, player: number | null): Remembered {
  const heard = Float32Array.from({ length: SLOTS }, () => Number(random.chance(0.8)));
  return {
    ...{ onset: random.next(), offset: 2, pitch, loudness: random.normal(), player },
    timbre: player === null ? null : `timbre ${player}`,
    spectrum: Uint8Array.from({ length: SLOTS * PORTRAIT_BINS }, () => random.integer(0, 255)),
    heard,
    outline: {
      partials: Float32Array.from({ length: PARTIALS }, () => -random.next()),
      own: Float32Array.from({ length: PARTIALS }, () => random.next()),
      attack: Float32Array.from({ length: 4 }, () => random.normal()),
    },
  };
}

const notes = [someNote(60, 0), someNote(67, 1), someNote(64, null), someNote(72, 0)];
const donor = [someNote(58, 3), someNote(66, 3), someNote(90, 3)];

Deno.test("mixIn() of no share changes no sound, and renames the timbres alike", () => {
  const mixed = mixIn(notes, donor, 0, random);
  const sound = ({ timbre: _, ...rest }: Remembered) => rest;
  assert.deepEqual(mixed.map(sound), notes.map(sound));
  assert.equal(mixed[0].timbre, mixed[3].timbre);
  assert.equal(new Set([...mixed, ...notes].map(({ timbre }) => timbre)).size, 5);
});

Deno.test("mixIn() of a whole share leaves the donor's sound where both were heard", () => {
  const mixed = mixIn(notes, donor, 1, random);
  for (const [i, nearest] of [[0, 0], [1, 1], [3, 1]]) {
    const [note, other] = [notes[i], donor[nearest]];
    const [a, b] = [binsHeard(note.pitch), binsHeard(other.pitch)];
    mixed[i].spectrum.forEach((x, at) => {
      const [slot, bin] = [Math.floor(at / PORTRAIT_BINS), at % PORTRAIT_BINS];
      const both = note.heard[slot] > 0 && other.heard[slot] > 0 &&
        bin >= Math.max(a[0], b[0]) && bin < Math.min(a[1], b[1]);
      assert.equal(x, both ? other.spectrum[at] : note.spectrum[at]);
    });
    assert.deepEqual(mixed[i].outline.partials, other.outline.partials);
    assert.deepEqual(mixed[i].outline.attack, other.outline.attack);
    mixed[i].outline.own.forEach((own, h) =>
      assert.ok(Math.abs(own - note.outline.own[h] * other.outline.own[h]) < 1e-6)
    );
  }
});

Deno.test("mixIn() leaves false notes alone and changes no note in place", () => {
  const before = structuredClone(notes);
  assert.deepEqual(mixIn(notes, donor, 0.5, random)[2], notes[2]);
  assert.deepEqual(notes, before);
});

Deno.test("mixIn() of some notes leaves the sound and the timbre of the others", () => {
  const first = (note: Remembered) => note.player === 0;
  const mixed = mixIn(notes, donor, 0.5, random, first);
  mixed.forEach((note, i) => {
    if (first(notes[i])) assert.notDeepEqual(note.outline.partials, notes[i].outline.partials);
    else assert.equal(note, notes[i]);
  });
  assert.equal(mixed[0].timbre, mixed[3].timbre);
  assert.notEqual(mixed[0].timbre, notes[0].timbre);
});
