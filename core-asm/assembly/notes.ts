/**
 * Note extraction, streaming: posteriorgrams in, note events out as they become final.
 *
 * An onset of a pitch is a local maximum over time of its onset posterior (the first of equals),
 * at or above the onset threshold, with the frame posterior at or above its threshold within a
 * few frames. The surer the pitch sounds already, the higher is the onset threshold. An onset is
 * placed at the centre of the hill around the peak. The note lasts as long as the frame posterior
 * stays at or above its threshold, short gaps bridged, and at most until the pitch's next onset;
 * after the end of the recording everything is gap. A note is final when the onset or the gap that
 * ends it is certain.
 */
import { floats } from "./memory";

/** Most frames of one push. */
const BLOCK: i32 = 256;

/** Frames to either side that an onset peak is compared with. */
const PEAK_RADIUS: i32 = 2;

/** Frames after an onset within which the frame posterior must reach its threshold. */
const REACH: i32 = 4;

/** How much surer an onset must be in a pitch that surely sounds in the REACH frames before it. */
const SURER: f64 = 0.15;

/** Frames to either side of a peak that may belong to its hill; no fewer than the two above. */
const HILL_RADIUS: i32 = 7;

/** Posteriors under it count as none. */
const NEGLIGIBLE: f64 = 0.02;

/** Frames under the threshold that do not end a note. */
const BRIDGED_GAP: i32 = 7;

/** Frames from the onset on in which its strength is sought: about 100 ms. */
const ATTACK: i32 = 9;

/** Doubles a note: pitch index, onset, offset, onset posterior, frame posterior, strength. */
const FIELDS: i32 = 6;

/** Rows kept from push to push: decided ones behind, and as many undecided ones ahead. */
const HISTORY: i32 = 2 * HILL_RADIUS;

const NONE: i32 = -1;

/** What is known of a pitch's latest note. */
class Voice {
  sounding: bool = false;
  /** First frame. */
  start: i32 = 0;
  /** Onset in frames, between two of them; it never goes back. */
  onset: f64 = 0;
  peak: f64 = 0;
  strength: f64 = 0;
  /** Frame posteriors since the start. */
  sum: f64 = 0;
  /** First frame of the gap that is open, or NONE. */
  gapStart: i32 = NONE;
  /** The sum when it opened. */
  sumBeforeGap: f64 = 0;
}

let voices!: StaticArray<Voice>;
let onsets: usize = 0;
let frames: usize = 0;
let strengths: usize = 0;
let output: usize = 0;
let found: i32 = 0;
/** Frame that is decided next; the stream begins with undecided silence before frame 0. */
let now: i32 = 0;
let onsetThreshold: f64 = 0;
let frameThreshold: f64 = 0;
let minimumFrames: f64 = 0;

/** Plans a stream of `pitches` channels; notes shorter than `minimum` frames are dropped. */
export function notesPlan(pitches: i32, onset: f64, frame: f64, minimum: f64): void {
  onsetThreshold = onset;
  frameThreshold = frame;
  minimumFrames = minimum;
  voices = new StaticArray<Voice>(pitches);
  for (let p = 0; p < pitches; p++) voices[p] = new Voice();
  onsets = floats((HISTORY + BLOCK) * pitches);
  frames = floats((HISTORY + BLOCK) * pitches);
  strengths = floats((HISTORY + BLOCK) * pitches);
  output = floats(2 * FIELDS * pitches * (BLOCK / (PEAK_RADIUS + 1) + 3));
  reset();
}

/** Forgets everything heard. */
function reset(): void {
  now = -HILL_RADIUS;
  clear(onsets, HISTORY);
  clear(frames, HISTORY);
  clear(strengths, HISTORY);
  for (let p = 0; p < voices.length; p++) {
    voices[p].sounding = false;
    voices[p].onset = 0;
  }
}

export function notesBlock(): i32 {
  return BLOCK;
}

/** Where to write the onset posteriors of the next push, frames × pitches. */
export function notesOnsets(): usize {
  return row(onsets, HISTORY);
}

/** Where to write the frame posteriors of the next push, frames × pitches. */
export function notesFrames(): usize {
  return row(frames, HISTORY);
}

/** Where to write the strengths of the next push, frames × pitches. */
export function notesStrengths(): usize {
  return row(strengths, HISTORY);
}

/** Where the notes of a push lie, six doubles each. */
export function notesOutput(): usize {
  return output;
}

/** Takes `count` rows; returns the number of notes that became final. */
export function notesPush(count: i32): i32 {
  found = 0;
  decide(count);
  return found;
}

/** Ends the recording: returns the number of notes that were open, and starts afresh. */
export function notesFlush(): i32 {
  found = 0;
  clear(notesOnsets(), HILL_RADIUS);
  clear(notesFrames(), HILL_RADIUS);
  clear(notesStrengths(), HILL_RADIUS);
  decide(HILL_RADIUS);
  for (let p = 0; p < voices.length; p++) close(p, voices[p], now);
  reset();
  return found;
}

/** Decides the `count` oldest undecided rows and keeps the newest as history. */
function decide(count: i32): void {
  for (let r = HILL_RADIUS; r < HILL_RADIUS + count; r++, now++) {
    for (let p = 0; p < voices.length; p++) step(p, voices[p], r);
  }
  keep(onsets, count);
  keep(frames, count);
  keep(strengths, count);
}

/** One pitch's row `r`, which is frame `now`. */
function step(p: i32, voice: Voice, r: i32): void {
  if (isOnset(p, r)) {
    const onset = max(voice.onset, <f64>now + hillShift(p, r));
    close(p, voice, onset);
    voice.sounding = true;
    voice.start = now;
    voice.onset = onset;
    voice.peak = at(onsets, p, r);
    voice.strength = voice.sum = 0;
    voice.gapStart = NONE;
  }
  if (!voice.sounding) return;
  const posterior = at(frames, p, r);
  if (now < voice.start + ATTACK) voice.strength = max(voice.strength, at(strengths, p, r));
  if (posterior >= frameThreshold) {
    voice.gapStart = NONE;
  } else if (voice.gapStart == NONE) {
    voice.gapStart = now;
    voice.sumBeforeGap = voice.sum;
  }
  voice.sum += posterior;
  if (voice.gapStart != NONE && now - voice.gapStart == BRIDGED_GAP) close(p, voice, now);
}

function isOnset(p: i32, r: i32): bool {
  const peak = at(onsets, p, r);
  if (!(peak >= onsetThreshold)) return false;
  for (let d = 1; d <= PEAK_RADIUS; d++) {
    if (peak <= at(onsets, p, r - d) || peak < at(onsets, p, r + d)) return false;
  }
  let before: f64 = 1;
  for (let d = 1; d <= REACH; d++) before = min(before, at(frames, p, r - d));
  if (before < NEGLIGIBLE) before = 0;
  if (peak < onsetThreshold + SURER * before) return false;
  for (let d = 0; d <= REACH; d++) {
    if (at(frames, p, r + d) >= frameThreshold) return true;
  }
  return false;
}

/**
 * Centre of gravity of a peak's hill, in frames from the peak. The hill reaches as far as its
 * radius allows and the posterior does not vanish.
 */
function hillShift(p: i32, r: i32): f64 {
  const peak = at(onsets, p, r);
  let mass = peak, moment: f64 = 0;
  for (let side = -1; side <= 1; side += 2) {
    for (let d = 1; d <= HILL_RADIUS; d++) {
      const posterior = at(onsets, p, r + side * d);
      if (posterior < NEGLIGIBLE) break;
      mass += posterior;
      moment += posterior * (side * d);
    }
  }
  return moment / mass;
}

/** Ends the note that sounds, if one does: where its open gap began, or else at `offset`. */
function close(p: i32, voice: Voice, offset: f64): void {
  if (!voice.sounding) return;
  voice.sounding = false;
  let sum = voice.sum;
  let end = now;
  if (voice.gapStart != NONE) {
    sum = voice.sumBeforeGap;
    end = voice.gapStart;
    offset = min(offset, <f64>end);
  }
  if (end == voice.start || offset <= voice.onset || offset - voice.onset < minimumFrames) return;
  const note = output + <usize>(found * FIELDS * 8);
  store<f64>(note, p);
  store<f64>(note, voice.onset, 8);
  store<f64>(note, offset, 16);
  store<f64>(note, voice.peak, 24);
  store<f64>(note, sum / (end - voice.start), 32);
  store<f64>(note, voice.strength, 40);
  found++;
}

@inline
function row(plane: usize, r: i32): usize {
  return plane + (<usize>(r * voices.length) << 2);
}

@inline
function at(plane: usize, p: i32, r: i32): f64 {
  return load<f32>(row(plane, r) + (<usize>p << 2));
}

function clear(from: usize, rows: i32): void {
  memory.fill(from, 0, <usize>(rows * voices.length) << 2);
}

function keep(plane: usize, count: i32): void {
  memory.copy(plane, row(plane, count), <usize>(HISTORY * voices.length) << 2);
}
