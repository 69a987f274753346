/**
 * Composes a short piece for an ensemble.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import { arpeggio, blocks, chorale } from "./chords.ts";
import { type Harmony, harmony } from "./harmony.ts";
import { drawHabit, line } from "./line.ts";
import { drawManner, pedal, perform, playable } from "./perform.ts";
import { drawPresence } from "./presence.ts";
import { drawRegisters, type Registers } from "./registers.ts";
import type { Band, Event, Performer, Score } from "./types.ts";

/** Beats a minute. */
const TEMPO = [50, 160] as const;
/** Share of ensembles of three or more that move together as a chorale. */
const CHORALES = 0.25;
/** Share of players that double another's line, and at which intervals. */
const DOUBLINGS = 0.18;
const DOUBLING_INTERVALS = [0, 0, 12, 12, -12, -12, 19, -19, 24, -24, 7, -5, 4, -3];

interface Frame {
  random: Random;
  beats: number;
  metre: number;
  harmony: Harmony;
}

/** What one player plays inside one band. */
function texture(frame: Frame, performer: Performer, band: Band): Event[] {
  const { random, beats, metre, harmony } = frame;
  const melody = () => line(random, beats, harmony, metre, drawHabit(random), band);
  if (!performer.polyphonic) return melody();
  switch (random.weighted(["line", "blocks", "arpeggio", "keyboard"], [2, 3, 2, 3])) {
    case "line":
      return melody();
    case "blocks":
      return blocks(random, beats, harmony, metre, band);
    case "arpeggio":
      return arpeggio(random, beats, harmony, metre, band);
    default:
      return twoHands(frame, band);
  }
}

/** A line above an accompaniment. */
function twoHands({ random, beats, metre, harmony }: Frame, { low, high }: Band): Event[] {
  const middle = Math.round(low + (high - low) * random.uniform(0.4, 0.6));
  const left = { low, high: middle };
  const right = { low: Math.max(low, Math.min(middle, high - 7)), high };
  const accompaniment = random.pick([blocks, arpeggio])(random, beats, harmony, metre, left);
  return [...accompaniment, ...line(random, beats, harmony, metre, drawHabit(random), right)];
}

/** Another player's events at an interval, softer by `accent`. */
function double(random: Random, events: readonly Event[]): Event[] {
  const interval = random.pick(DOUBLING_INTERVALS);
  const accent = random.uniform(-0.8, 0.2);
  return events.map((e) => ({ ...e, pitch: e.pitch + interval, accent: e.accent + accent }));
}

/** All parts, with each player in one register throughout. */
function parts(frame: Frame, performers: readonly Performer[], bands: readonly Band[]): Event[][] {
  const { random, beats, metre } = frame;
  if (performers.length >= 3 && random.chance(CHORALES)) {
    return chorale(random, beats, frame.harmony, metre, bands);
  }
  const out: Event[][] = [];
  for (const [i, performer] of performers.entries()) {
    const own = { ...frame, random: random.fork(`player ${i}`) };
    const doubled = i > 0 && !performer.polyphonic && own.random.chance(DOUBLINGS);
    out.push(doubled ? double(own.random, out[i - 1]) : texture(own, performer, bands[i]));
  }
  return out;
}

/** Parts that move from one register to another at the turn. */
function turning(frame: Frame, performers: readonly Performer[], registers: Registers): Event[][] {
  const first = parts(frame, performers, registers.before);
  if (registers.after === registers.before) return first;
  const second = parts(frame, performers, registers.after);
  const turn = registers.turn * frame.beats;
  return first.map((events, i) => [
    ...events.filter((e) => e.beat < turn),
    ...second[i].filter((e) => e.beat >= turn),
  ]);
}

/** A piece of `seconds` for `performers`. */
export function compose(random: Random, performers: readonly Performer[], seconds: number): Score {
  const tempo = random.logUniform(...TEMPO);
  const metre = random.weighted([2, 3, 4, 6], [1, 3, 6, 1]);
  const beats = Math.ceil(seconds * tempo / 60);
  const frame = { random, beats, metre, harmony: harmony(random.fork("harmony"), beats, metre) };
  const registers = drawRegisters(random.fork("registers"), performers);
  const plays = drawPresence(random.fork("presence"), performers.length, beats);
  const start = random.uniform(0, 0.4);
  return turning(frame, performers, registers).map((events, i) => {
    const own = random.fork(`manner ${i}`);
    const heard = events.filter((e) => plays(i, e.beat));
    const notes = perform(own, heard, drawManner(own), tempo, start);
    return playable(pedal(own, notes, performers[i], seconds), performers[i], seconds);
  });
}
