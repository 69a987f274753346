/**
 * What a role plays: one voice of a piece, on paper.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import { arpeggio, blocks, chorale, stride, thicken } from "./chords.ts";
import type { Frame } from "./frame.ts";
import { HABITS, line } from "./line.ts";
import { ostinato } from "./ostinato.ts";
import { isWide } from "./registers.ts";
import { drawRoles } from "./roles.ts";
import { strokes } from "./rhythm.ts";
import type { Band, Event, Performer, Role } from "./types.ts";

/** Share of ensembles of three or more that move together as a chorale. */
const CHORALES = 0.2;
/** Share of players that double another's part, and at which intervals. */
const DOUBLINGS = 0.18;
const DOUBLING_INTERVALS = [0, 0, 12, 12, 12, -12, 19, 19, -19, 24, -24, 7, -5, 4, -3];
/** How much softer a doubling may be than its model: velocity. */
const SOFTEST_DOUBLING = 0.4;
/** Share of melodies on instruments of chords that are accompanied by the other hand. */
const TWO_HANDS = 0.85;
/** Share of such melodies in thirds, sixths or chords. */
const THICK = 0.6;
/** Share of lines whose longer notes are repeated in fast strokes. */
const REPEATED = 0.07;

/** One voice on paper. */
export interface Voice {
  role: Role;
  events: Event[];
}

/** A voice for each player, in the band of its own part. */
export function voices(
  frame: Frame,
  performers: readonly Performer[],
  bands: readonly Band[],
): Voice[] {
  const { random } = frame;
  if (performers.length >= 3 && random.chance(CHORALES)) {
    const order = bands.toSorted((a, b) => b.low + b.high - a.low - a.high);
    return chorale(frame, bands).map((events, i) => {
      const place = order.indexOf(bands[i]);
      const inner = place > 0 && place < bands.length - 1;
      return { role: inner ? "inner voice" : place === 0 ? "melody" : "bass", events };
    });
  }
  const roles = drawRoles(random.fork("roles"), performers, bands);
  const out: Voice[] = [];
  for (const [i, performer] of performers.entries()) {
    const own = { ...frame, random: random.fork(`player ${i}`) };
    const doubled = i > 0 && !performer.polyphonic && own.random.chance(DOUBLINGS);
    out.push(
      doubled
        ? { role: out[i - 1].role, events: double(own.random, out[i - 1].events) }
        : { role: roles[i], events: texture(own, performer, roles[i], bands[i]) },
    );
  }
  return out;
}

/** What `role` plays in a band. */
function texture(frame: Frame, performer: Performer, role: Role, band: Band): Event[] {
  const { random } = frame;
  if (performer.polyphonic && isWide(band)) return twoHands(frame, band);
  switch (role) {
    case "chords":
      return blocks(frame, band);
    case "arpeggio":
      return arpeggio(frame, band);
    case "ostinato":
      return ostinato(frame, band);
    case "melody":
      if (performer.polyphonic && random.chance(TWO_HANDS)) return twoHands(frame, band);
  }
  const events = line(frame, HABITS[role](random), band);
  return random.chance(REPEATED) ? strokes(events, random.pick([0.25, 0.5])) : events;
}

/** A melody, now and then in chords, above an accompaniment. */
function twoHands(frame: Frame, band: Band): Event[] {
  const { random, harmony } = frame;
  const { low, high } = band;
  const middle = Math.round(low + (high - low) * random.uniform(0.4, 0.6));
  const left = { low, high: middle };
  const right = { low: Math.max(low, Math.min(middle, high - 7)), high };
  const accompany = random.pick(isWide(band) ? [blocks, arpeggio, stride] : [blocks, arpeggio]);
  const accompaniment = accompany(frame, left);
  const melody = line(frame, HABITS.melody(random), right);
  const hand = random.chance(THICK)
    ? thicken(melody, harmony, random.integer(1, 3), right)
    : melody;
  return [...accompaniment, ...hand];
}

/** Another player's events at an interval, often softer. */
function double(random: Random, events: readonly Event[]): Event[] {
  const interval = random.pick(DOUBLING_INTERVALS);
  const softer = Math.max(0, random.uniform(-0.1, SOFTEST_DOUBLING));
  return events.map((e) => ({
    ...e,
    pitch: e.pitch + interval,
    softer: (e.softer ?? 0) + softer,
  }));
}
