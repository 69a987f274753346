/**
 * Composes a short piece for an ensemble.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import { drawTurns, noTurns, over, TURN_BEATS } from "./exchange.ts";
import { folded, moved } from "./fit.ts";
import { harmony } from "./harmony.ts";
import { drawManner, inflect, perform } from "./perform.ts";
import { pedal, playable } from "./playable.ts";
import { drawPresence } from "./presence.ts";
import { drawRegisters, type ScoreOptions } from "./registers.ts";
import { voices } from "./texture.ts";
import type { Event, Performer, Score } from "./types.ts";

/** Beats a minute. */
const TEMPO = [50, 160] as const;

/** The highest of the events that start together. */
function topVoice(events: readonly Event[]): Event[] {
  const highest = new Map<number, Event>();
  for (const event of events) {
    const other = highest.get(event.beat);
    if (other === undefined || event.pitch > other.pitch) highest.set(event.beat, event);
  }
  return [...highest.values()];
}

/** A piece of `seconds` for `performers`. */
export function compose(
  random: Random,
  performers: readonly Performer[],
  seconds: number,
  options: ScoreOptions = {},
): Score {
  const tempo = random.logUniform(...TEMPO);
  const metre = random.weighted([2, 3, 4, 6], [1, 3, 6, 1]);
  const beats = Math.ceil(seconds * tempo / 60);
  const chords = harmony(random.fork("harmony"), beats, metre);
  const frame = { random, beats, tempo, metre, harmony: chords };
  const { bands, exchange, strict } = drawRegisters(random.fork("registers"), performers, options);
  const written = voices(frame, performers, bands.map((own, i) => own[i]));
  const turns = exchange
    ? drawTurns(random.fork("turns"), performers.length, beats, turnLength(metre))
    : noTurns(performers.length);
  const plays = drawPresence(random.fork("presence"), performers.length, beats);
  const start = random.uniform(0, 0.4);
  return performers.map((performer, i) => {
    const own = random.fork(`manner ${i}`);
    const events = turns.flatMap(({ from, to, parts }) => {
      const voice = written[parts[i]].events.filter((e) => e.beat >= from && e.beat < to);
      const line = performer.polyphonic || !exchange ? voice : topVoice(voice);
      const band = bands[i][parts[i]];
      if (strict) return folded(line, band);
      return exchange ? moved(line, performer, band) : line;
    });
    const manner = drawManner(own, performer);
    const heard = perform(own, events.filter((e) => plays(i, e.beat)), manner, tempo, start);
    const notes = playable(pedal(own, heard, performer, seconds), performer, seconds);
    return {
      roles: over(turns, i, (part) => written[part].role),
      tessitura: over(turns, i, (part) => bands[i][part]),
      notes: inflect(own.fork("inflect"), notes, manner),
    };
  });
}

/** Whole bars of about {@linkcode TURN_BEATS} beats, two at least. */
function turnLength(metre: number): number {
  return metre * Math.max(2, Math.round(TURN_BEATS / metre));
}
