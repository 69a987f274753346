/**
 * Single and double reeds, blown: clarinets, saxophones, oboes, and what lies between them.
 *
 * A cylindrical bore leaves out the even partials as far as its tone holes reflect; a conical one
 * has them all. Above the cutoff of the tone-hole lattice the spectrum falls steeply. Registers
 * differ in colour. See A. Benade, "Fundamentals of Musical Acoustics", 1976, chapters 21–22.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import type { Envelope } from "./envelope.ts";
import { drawMovement } from "./movement.ts";
import { drawsOf, identity, type Place } from "./neighbour.ts";
import { drawNoise } from "./noise.ts";
import { playPartials, type Spread } from "./partials.ts";
import { drawFormants, drawRipple, type Register, slopeOf, type Spectrum } from "./spectrum.ts";
import type { Timbre } from "./timbre.ts";

/** Share of reeds with a cylindrical bore. */
const CYLINDRICAL = 0.5;
/** Lowest written notes, MIDI: from a contrabass to a sopranino. */
const LOWEST = [30, 60] as const;
/** Compass, semitones. */
const COMPASS = [28, 42] as const;
/** Semitones from one register to the next: a cylinder overblows at the twelfth. */
const TWELFTH = 19;
const OCTAVE = 12;

/** Breaks between the registers; the higher ones are plainer, and less odd in a cylinder. */
function drawRegisters(random: Random, low: number, cylindrical: boolean): Register[] {
  const first = low + (cylindrical ? TWELFTH : OCTAVE) + random.integer(0, 3);
  const second = first + OCTAVE + random.integer(0, 2);
  return [first, second].map((from, i) => ({
    from,
    slope: (i + 1) * random.uniform(-3, 0.5),
    even: cylindrical ? (i + 1) * random.uniform(2, 9) : random.uniform(-3, 3),
    fundamental: random.uniform(0, 5),
  }));
}

function drawSpectrum(random: Random, low: number, cylindrical: boolean): Spectrum {
  return {
    ripple: drawRipple(random, random.uniform(1, 4.5)),
    slope: slopeOf(random.logUniform(3, 10)),
    even: cylindrical ? random.uniform(-36, -12) : random.uniform(-5, 5),
    evenCorner: random.logUniform(700, 3500),
    fundamental: cylindrical ? 0 : random.uniform(-14, 4),
    formants: drawFormants(random, 1, 3),
    // The lattice of a small instrument cuts off higher.
    cutoff: random.logUniform(1200, 4000) * 2 ** ((low - 45) / 30),
    rolloff: random.uniform(6, 22),
    opening: random.uniform(0.3, 2),
    inharmonicity: 0,
    brightening: random.uniform(1, 7),
    darkening: random.uniform(-2, 0),
    registers: drawRegisters(random, low, cylindrical),
  };
}

function drawBreath(random: Random): Envelope {
  return {
    sustained: true,
    attack: random.logUniform(0.012, 0.11),
    decay: random.logUniform(0.03, 0.3),
    sustain: random.uniform(0.6, 1),
    release: random.logUniform(0.02, 0.1),
    swell: random.normal(0, 2),
  };
}

function drawSpread(random: Random): Spread {
  return {
    attack: random.uniform(1, 1.4),
    decay: 1,
    ragged: random.uniform(0, 0.3),
    beating: 0,
    beatRate: 0,
  };
}

/** The reed of a place. */
export function reed(place: Place): Timbre {
  const random = drawsOf("reed", place);
  const cylindrical = random.chance(CYLINDRICAL);
  const low = random.integer(...LOWEST);
  const instrument = {
    spectrum: drawSpectrum(random, low, cylindrical),
    envelope: drawBreath(random),
    spread: drawSpread(random),
    movement: drawMovement(random, true),
    noise: drawNoise(random, true),
  };
  return {
    ...identity("reed", place),
    family: cylindrical ? "reeds, cylindrical" : "reeds, conical",
    low,
    high: low + random.integer(...COMPASS),
    sustained: true,
    polyphonic: false,
    note: (...note) => playPartials(instrument, ...note),
  };
}
