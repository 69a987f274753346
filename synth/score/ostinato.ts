/**
 * Patterns that come again and again, moved with the harmony.
 *
 * @module
 */
import type { Frame } from "./frame.ts";
import { chordAt, nearest, pitchesOf } from "./harmony.ts";
import { phrases, rhythm, stress } from "./rhythm.ts";
import type { Band, Event } from "./types.ts";

/** How often patterns of one, two, … tones are drawn; one tone is a pulse. */
const TONES = [1, 3, 3, 2];

/** A rhythm of one or two bars with a chord tone for each of its notes, repeated. */
export function ostinato({ random, beats, harmony, metre }: Frame, band: Band): Event[] {
  const length = metre * random.integer(1, 2);
  const tones = random.weighted(TONES.map((_, i) => i + 1), TONES);
  let degree = 0;
  const pattern = rhythm(random, { beat: 0, beats: length }, random.uniform(0.35, 0.9))
    .map((span) => {
      degree = (degree + random.integer(1, Math.max(1, tones - 1))) % tones;
      return { ...span, degree };
    });
  const centre = random.normal((band.low + band.high) / 2, (band.high - band.low) / 8);
  const sections = phrases(random, beats, random.logUniform(8, 32), 2);
  return sections.flatMap((section) => {
    const out: Event[] = [];
    for (let start = section.beat; start < section.beat + section.beats; start += length) {
      for (const { beat, beats, degree } of pattern) {
        const at = start + beat;
        if (at >= section.beat + section.beats) break;
        const ladder = pitchesOf(chordAt(harmony, at).tones, band);
        if (ladder.length === 0) continue;
        const lowest = ladder.indexOf(nearest(ladder, centre));
        const pitch = ladder[Math.min(ladder.length - 1, lowest + degree)];
        out.push({ beat: at, beats, pitch, accent: stress(at, metre) - 0.5 });
      }
    }
    return out;
  });
}
