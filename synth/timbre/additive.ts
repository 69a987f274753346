/**
 * Additive synthesis: tone colours without end, drawn from wide priors.
 *
 * Each timbre is a set of partials with a brightness, an odd–even balance, formants fixed in
 * hertz, a stretch, envelopes that differ between partials, vibrato and the noises of breath, bow
 * or mallet. The spectrum drifts with pitch and velocity, as that of real instruments does.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import { drawEnvelope } from "./envelope.ts";
import { drawMovement } from "./movement.ts";
import { drawsOf, identity, type Place } from "./neighbour.ts";
import { drawNoise } from "./noise.ts";
import { playPartials, type Spread } from "./partials.ts";
import { drawFormants, drawRipple, slopeOf, type Spectrum } from "./spectrum.ts";
import { drawRange, type Timbre } from "./timbre.ts";

/** Share of timbres that are blown or bowed. */
const SUSTAINED = 0.6;
/** Centroid of the partials before formants, in partial numbers: from dark to bright. */
const DARKEST = 1.3;
const BRIGHTEST = 9;

function drawSpectrum(random: Random, sustained: boolean): Spectrum {
  const odd = random.chance(0.3);
  const weak = random.chance(0.25);
  const closed = random.chance(0.4);
  // What is blown or bowed locks its partials to the harmonics.
  const stiff = !sustained && random.chance(0.6);
  return {
    ripple: drawRipple(random, random.uniform(1, 9)),
    slope: slopeOf(random.logUniform(DARKEST, BRIGHTEST)),
    even: odd ? random.uniform(-30, -8) : random.uniform(-6, 4),
    evenCorner: random.logUniform(800, 8000),
    fundamental: weak ? random.uniform(-18, -3) : 0,
    formants: drawFormants(random, 0, 4),
    cutoff: random.logUniform(600, 6000),
    rolloff: closed ? random.uniform(3, 18) : 0,
    opening: random.uniform(0, 2),
    inharmonicity: stiff ? random.logUniform(1e-5, 1e-3) : 0,
    brightening: random.uniform(0, 7),
    darkening: random.uniform(-3, 0.5),
    registers: [],
  };
}

function drawSpread(random: Random): Spread {
  const doubled = random.chance(0.35);
  return {
    attack: random.uniform(0.85, 1.35),
    decay: random.uniform(0.95, 1.45),
    ragged: random.uniform(0, 0.6),
    beating: doubled ? random.uniform(0.1, 0.7) : 0,
    beatRate: random.logUniform(0.15, 2),
  };
}

/** The additive timbre of a place. */
export function additive(place: Place): Timbre {
  const random = drawsOf("additive", place);
  const sustained = random.chance(SUSTAINED);
  const instrument = {
    spectrum: drawSpectrum(random, sustained),
    envelope: drawEnvelope(random, sustained),
    spread: drawSpread(random),
    movement: drawMovement(random, sustained),
    noise: drawNoise(random, sustained),
  };
  return {
    ...identity("additive", place),
    family: sustained ? "additive, held" : "additive, struck",
    ...drawRange(random),
    sustained,
    polyphonic: random.chance(sustained ? 0.3 : 0.8),
    note: (...note) => playPartials(instrument, ...note),
  };
}
