/**
 * MusicXML as a notation program reads it.
 *
 * @module
 */
import assert from "node:assert/strict";
import { DIVISIONS, type GridNote } from "../../web/files/quantise.ts";

const BAR = 4 * DIVISIONS;
const STEPS: Record<string, number> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** Sounding notes of each part, read as a notation program reads them: ties joined. */
export function readMusicXml(text: string): { name: string; notes: GridNote[] }[] {
  const names = [...text.matchAll(/<part-name>(.*?)<\/part-name>/g)].map(([, name]) => name);
  const parts = [...text.matchAll(/<part id="P\d+">([\s\S]*?)<\/part>/g)];
  return parts.map(([, part], i) => ({ name: names[i], notes: readPart(part) }));
}

function readPart(part: string): GridNote[] {
  const notes: GridNote[] = [];
  const open = new Map<string, GridNote>();
  const measures = [...part.matchAll(/<measure number="(\d+)">([\s\S]*?)<\/measure>/g)];
  measures.forEach(([, number, measure], bar) => {
    assert.equal(Number(number), bar + 1);
    let at = bar * BAR;
    let chord = at;
    for (const [element] of measure.matchAll(/<(note|backup)>[\s\S]*?<\/\1>/g)) {
      const length = Number(/<duration>(\d+)</.exec(element)![1]);
      if (element.startsWith("<backup>")) {
        assert.equal(at, (bar + 1) * BAR, "a voice fills its bar");
        at -= length;
        continue;
      }
      const start = element.includes("<chord/>") ? chord : at;
      if (!element.includes("<chord/>")) [chord, at] = [at, at + length];
      const pitch = /<step>(.)<\/step>(<alter>1<\/alter>)?<octave>(-?\d)</.exec(element);
      if (!pitch) continue;
      const midi = STEPS[pitch[1]] + (pitch[2] ? 1 : 0) + 12 * (Number(pitch[3]) + 1);
      const key = `${/<voice>(\d+)</.exec(element)![1]} ${midi}`;
      const before = open.get(key);
      open.delete(key);
      const note = element.includes(`<tie type="stop"/>`)
        ? before!
        : { pitch: midi, start, length: 0 };
      assert.equal(note.start + note.length, start, "a tie joins what touches");
      note.length += length;
      if (element.includes(`<tie type="start"/>`)) open.set(key, note);
      else notes.push(note);
    }
    assert.equal(at, (bar + 1) * BAR, "the last voice fills its bar");
  });
  assert.equal(open.size, 0, "every tie ends");
  return notes.sort((a, b) => a.start - b.start || a.pitch - b.pitch);
}
