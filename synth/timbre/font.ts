/**
 * SoundFonts (SF2, SF3): every melodic preset of a font that is in tune is a timbre.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import { type BasicPreset, SoundBankLoader, SpessaSynthProcessor } from "spessasynth_core";
import { Resampler } from "../../lib/audio/resample.ts";
import { LOWEST_PITCH, PITCHES, SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import type { Recorded } from "./recorded.ts";
import { deviation } from "./tuning.ts";
import { fadeOut, type Timbre } from "./timbre.ts";

/** The engine runs at a power of two, Hz: its clock is then exact, however long it has run. */
const ENGINE_RATE = 32_768;
/** Samples that the engine renders at once. */
const BLOCK = 128;
/** A release that has fallen this far below the loudest moment is over. */
const SILENT = 1e-3;
/** A release is cut after this many seconds, and faded over the last part of them. */
const LONGEST_RELEASE = 2;
const FADE = 0.3;
/** Keys of the lowest and the highest sample that count as the range of a timbre. */
const STRETCH = 8;
/** Smallest range of a timbre, semitones. */
const NARROWEST = 12;
/** Presets farther than this from the pitch they are asked for are refused, cents. */
const WORST_TUNING = 30;
/** Velocities of MIDI for 0 and 1. */
const SOFTEST = 16;
const LOUDEST = 127;
/** A held note that loses less than this within its second second is sustained, as a factor. */
const SUSTAINED = 0.5;

/** Families of General MIDI, eight programs each; from here on they are percussion and effects. */
const FAMILIES = [
  "pianos",
  "mallets",
  "organs",
  "plucked strings",
  "basses",
  "bowed strings",
  "ensembles",
  "brass",
  "reeds",
  "flutes",
  "leads",
  "pads",
  "synthetic effects",
  "plucked strings",
];
const PROGRAMS_OF_A_FAMILY = 8;
/** Families that can sound several notes at once. */
const POLYPHONIC = ["pianos", "mallets", "organs", "plucked strings", "ensembles", "pads"];

/** The timbres of one font file. */
export interface Font {
  timbres: Recorded[];
}

/**
 * Opens a font.
 *
 * @param licence its terms; by default what the file says itself
 */
export async function openFont(path: string, licence?: string): Promise<Font> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await readFile(path));
  } catch {
    throw new Error(`Cannot read the font: ${path} is not there`);
  }
  let player: Player;
  try {
    player = await Player.open(bytes.buffer);
  } catch (error) {
    throw new Error(`Cannot read the font ${path}: ${(error as Error).message}`);
  }
  const library = basename(path, extname(path));
  const terms = licence ?? player.copyright ?? "not stated";
  const timbres = player.presets.map((preset): Recorded => {
    const family = FAMILIES[Math.floor(preset.program / PROGRAMS_OF_A_FAMILY)];
    const key = `${library}:${preset.bankMSB}:${preset.program} ${preset.name}`;
    return {
      source: "font",
      key,
      library,
      instrument: preset.name.toLowerCase(),
      family,
      licence: terms,
      weight: 1,
      load: () => Promise.resolve(loadTimbre(player, preset, key, family, terms)),
    };
  });
  return { timbres };
}

/** Plays the presets of a font, one note at a time. */
class Player {
  readonly presets: BasicPreset[];
  readonly copyright: string | undefined;
  readonly #engine: SpessaSynthProcessor;
  readonly #resampler: Resampler;

  static async open(bytes: ArrayBuffer): Promise<Player> {
    const font = SoundBankLoader.fromArrayBuffer(bytes);
    const engine = new SpessaSynthProcessor(ENGINE_RATE, {
      effectsEnabled: false,
      eventsEnabled: false,
      maxBufferSize: BLOCK,
    });
    await engine.processorInitialized;
    engine.soundBankManager.addSoundBank(font, "font");
    const melodic = font.presets.filter(({ isDrum, program }) =>
      !isDrum && program < FAMILIES.length * PROGRAMS_OF_A_FAMILY
    );
    const copyright = font.soundBankInfo.copyright || undefined;
    return new Player(melodic, copyright, engine, await Resampler.create(ENGINE_RATE));
  }

  private constructor(
    presets: BasicPreset[],
    copyright: string | undefined,
    engine: SpessaSynthProcessor,
    resampler: Resampler,
  ) {
    this.presets = presets;
    this.copyright = copyright;
    this.#engine = engine;
    this.#resampler = resampler;
  }

  /** A note with its release, dry. */
  play(preset: BasicPreset, pitch: number, seconds: number, velocity: number): Float32Array {
    const engine = this.#engine;
    const [channel] = engine.midiChannels;
    const key = Math.round(pitch);
    channel.preset = preset;
    channel.setSystemParameter("fineTune", 100 * (pitch - key));
    const held = Math.ceil(seconds * ENGINE_RATE / BLOCK);
    const most = held + Math.ceil(LONGEST_RELEASE * ENGINE_RATE / BLOCK);
    const left = new Float32Array(most * BLOCK);
    const right = new Float32Array(most * BLOCK);
    engine.noteOn(0, key, Math.round(SOFTEST + (LOUDEST - SOFTEST) * velocity));
    let blocks = 0;
    let loudest = 0;
    let level = 0;
    do {
      if (blocks === held) engine.noteOff(0, key);
      engine.process(left, right, blocks * BLOCK, BLOCK);
      level = peakOf(left, right, blocks++ * BLOCK);
      loudest = Math.max(loudest, level);
    } while (
      blocks < most && engine.voiceCount > 0 && (blocks <= held || level > SILENT * loudest)
    );
    engine.stopAllChannels(true);
    const mono = left.subarray(0, blocks * BLOCK).map((x, i) => 0.5 * (x + right[i]));
    if (blocks === most) {
      const fade = FADE * ENGINE_RATE;
      fadeOut(mono, mono.length - fade, fade);
    }
    const start = this.#resampler.push(mono);
    const end = this.#resampler.flush();
    const samples = new Float32Array(start.length + end.length);
    samples.set(start);
    samples.set(end, start.length);
    return samples;
  }
}

/** The largest sample of one block of both channels. */
function peakOf(left: Float32Array, right: Float32Array, start: number): number {
  let peak = 0;
  for (let i = start; i < start + BLOCK; i++) {
    peak = Math.max(peak, Math.abs(left[i]), Math.abs(right[i]));
  }
  return peak;
}

/**
 * The keys of a preset's zones. Fonts stretch their outermost samples to the ends of the keyboard:
 * only the nearest keys of these count, and of a lone one those in the middle. Null where too few
 * are left.
 */
function rangeOf(preset: BasicPreset): { low: number; high: number } | null {
  const keys: number[] = [];
  const samples: string[] = [];
  for (let key = LOWEST_PITCH; key < LOWEST_PITCH + PITCHES; key++) {
    const voices = preset.getVoiceParameters(key, LOUDEST);
    if (voices.length === 0) continue;
    keys.push(key);
    samples.push(voices.map(({ sample }) => sample.name).join());
  }
  if (keys.length === 0) return null;
  const middle = keys.length >> 1;
  const alone = samples.every((name) => name === samples[0]);
  const lowest = alone ? middle : samples.lastIndexOf(samples[0]);
  const highest = alone ? middle : samples.indexOf(samples[samples.length - 1]);
  const low = keys[Math.max(0, lowest - STRETCH)];
  const high = keys[Math.min(keys.length - 1, highest + STRETCH)];
  return high - low < NARROWEST ? null : { low, high };
}

/** A preset as a timbre; null where its range is too small or it is out of tune. */
function loadTimbre(
  player: Player,
  preset: BasicPreset,
  key: string,
  family: string,
  licence: string,
): Timbre | null {
  const range = rangeOf(preset);
  if (range === null) return null;
  const { low, high } = range;
  const pitches = [0.25, 0.5, 0.75].map((share) => Math.round(low + share * (high - low)));
  const errors = pitches.map((pitch) => {
    const steady = player.play(preset, pitch, 0.6, 0.7).subarray(0.1 * SAMPLE_RATE);
    return deviation(steady, pitch) ?? Infinity;
  });
  if (errors.filter((cents) => Math.abs(cents) <= WORST_TUNING).length < 2) return null;
  return {
    key: `font/${key}`,
    name: `${preset.name} (${key.split(":")[0]})`,
    family,
    low,
    high,
    sustained: isSustained(player.play(preset, pitches[1], 2, 0.7)),
    polyphonic: POLYPHONIC.includes(family),
    licence,
    note: (pitch, seconds, velocity) => ({
      samples: player.play(preset, pitch, seconds, velocity),
      lead: 0,
    }),
  };
}

/** Whether a note of two seconds keeps its level. */
function isSustained(samples: Float32Array): boolean {
  const loudness = (from: number, to: number) =>
    Math.hypot(...samples.subarray(from * SAMPLE_RATE, to * SAMPLE_RATE));
  return loudness(1.6, 1.9) > SUSTAINED * loudness(0.6, 0.9);
}
