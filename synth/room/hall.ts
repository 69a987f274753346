/**
 * Where a performance is recorded: all that is linear between a player and the file, as one
 * impulse response for each player.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import { gain } from "../timbre/timbre.ts";
import { type Effect, EFFECTS } from "./effects.ts";
import { type Biquad, drawBand, drawTone, filter } from "./filter.ts";
import { drawTail, type Tail } from "./reverb.ts";
import { arrivals, type Box, distance, drawBox, drawSeat } from "./shoebox.ts";

/** Distance at which a hall's wetness is stated, and of every player where distance is off, m. */
const REFERENCE = 2;
/** The reverberation of a player never has more energy than this, against the direct sound, dB. */
const WETTEST = -3;
/** Samples of a response without reverberation: the first reflections and the ringing of filters. */
const EARLY = 4096;

/** What the players of one mixture share. */
export interface Hall {
  box: Box;
  /** Part of the pressure that walls return. */
  coefficient: number;
  tail: Tail | null;
  /** Energy of the tail against the direct sound at the reference distance, dB. */
  wetness: number;
  /** Of the whole mixture. */
  tone: Biquad[];
  band: Biquad[];
}

/** Draws a hall without the effects that are `off`. */
export function drawHall(random: Random, measured: readonly Tail[], off: readonly Effect[]): Hall {
  const { reflections, reverb, downmix, tone } = EFFECTS;
  const has = (effect: "reflections" | "downmix") =>
    random.fork(effect).chance(EFFECTS[effect].share) && !off.includes(effect);
  const spacing = random.fork("spacing").uniform(...downmix.spacing);
  const coefficient = random.fork("walls").uniform(...reflections.coefficient);
  return {
    box: drawBox(random.fork("box"), has("downmix") ? spacing : 0),
    coefficient: has("reflections") ? coefficient : 0,
    tail: off.includes("reverb") ? null : drawTail(random.fork("reverb"), measured),
    wetness: random.fork("wetness").uniform(...reverb.wetness),
    tone: off.includes("tone") ? [] : drawTone(random.fork("tone"), tone.ofMixture),
    band: off.includes("band") ? [] : drawBand(random.fork("band")),
  };
}

/** From one player to the file. The first direct sound arrives at sample 0. */
export function drawResponse(random: Random, hall: Hall, off: readonly Effect[]): Float32Array {
  const { box, coefficient, tail, wetness, tone, band } = hall;
  const metres = off.includes("distance")
    ? REFERENCE
    : random.fork("distance").logUniform(...EFFECTS.distance.metres);
  const seat = drawSeat(random.fork("seat"), box, metres);
  const response = new Float32Array(EARLY + (tail?.length ?? 0));
  for (const { delay, gain } of arrivals(box, seat, coefficient)) response[delay] += gain;
  if (tail !== null) {
    const farther = 20 * Math.log10(distance(seat, box.microphones[0]) / REFERENCE);
    const wet = gain(Math.min(WETTEST, wetness + farther));
    for (let i = 0; i < tail.length; i++) response[i] += wet * tail[i];
  }
  const own = off.includes("tone") ? [] : drawTone(random.fork("tone"), EFFECTS.tone.ofPlayer);
  for (const biquad of [...own, ...tone, ...band]) filter(response, biquad);
  return response;
}
