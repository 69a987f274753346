/**
 * Constant-Q transform, streaming.
 *
 * One bank of kernels serves every octave: the top one reads the signal itself, each lower one
 * the octave above after a half-band low-pass and decimation by two, with half the hop. Frame t
 * is centred at sample t · hop; before the stream there are zeros. A frame comes out when its
 * longest window, the lowest octave's, has been filled: about one second late.
 *
 * Multirate scheme: C. Schörkhuber and A. Klapuri, "Constant-Q transform toolbox for music
 * processing", SMC 2010; here with time-domain kernels.
 */
import { Bank } from "./bank";
import { decimate, planHalfBand, RING } from "./halfband";
import { floats } from "./memory";
import { Octave } from "./octave";

/** Most samples of one push. */
const BLOCK: i32 = 8192;

let bank!: Bank;
let octaves!: StaticArray<Octave>;
let input: usize = 0;
let output: usize = 0;
let binsPerOctave: i32 = 0;
let history: i32 = 0;

/**
 * Plans the stream: `hop` in samples, a multiple of 2^(octaves − 1); `lowest` is the centre of
 * bin 0 in cycles per sample; `bins` per octave, an even number.
 */
export function cqtPlan(count: i32, bins: i32, hop: i32, lowest: f64, quality: f64): void {
  planHalfBand();
  binsPerOctave = bins;
  bank = new Bank(bins, lowest * Math.pow(2, count - 1), quality);
  history = max(bank.reach, 3 * RING);
  const lag = (history + 2 * RING) << (count - 1);
  octaves = new StaticArray<Octave>(count);
  for (let i = 0; i < count; i++) {
    octaves[i] = new Octave(((lag + 2 * BLOCK) >> i) + 4 * history, hop >> i);
  }
  input = floats(BLOCK);
  output = floats((BLOCK / hop + 8) * count * bins);
  cqtReset();
}

/** Forgets everything heard. */
export function cqtReset(): void {
  for (let i = 0; i < octaves.length; i++) octaves[i].reset(history, i == 0 ? 0 : RING, RING);
}

export function cqtBlock(): i32 {
  return BLOCK;
}

/** Where to write the samples of the next push. */
export function cqtInput(): usize {
  return input;
}

/** Where a push leaves its frames, frames × bins energies. */
export function cqtOutput(): usize {
  return output;
}

/** Takes `count` samples from the input; returns the number of frames in the output. */
export function cqtPush(count: i32): i32 {
  const top = octaves[0];
  top.reserve(count, history);
  memory.copy(top.at(top.length), input, <usize>count << 2);
  top.length += count;
  let frames = top.ready(bank.reach);
  for (let i = 1; i < octaves.length; i++) {
    decimate(octaves[i - 1], octaves[i], history);
    frames = min(frames, octaves[i].ready(bank.reach));
  }
  for (let i = 0; i < octaves.length; i++) transform(i, frames);
  return frames;
}

/** Energies of `frames` frames of one octave; an odd one at the end takes a spare row along. */
function transform(index: i32, frames: i32): void {
  const octave = octaves[index];
  const hop = <usize>octave.hop << 2;
  const row = <usize>(octaves.length * binsPerOctave) << 2;
  let centre = octave.at(octave.centre);
  let to = output + (<usize>((octaves.length - 1 - index) * binsPerOctave) << 2);
  for (let t = 0; t < frames; t += 2, centre += 2 * hop, to += 2 * row) {
    bank.transform(centre, centre + hop, to, to + row);
  }
  octave.centre += frames * octave.hop;
  if (index == octaves.length - 1) octave.next = octave.centre; // no octave below reads on
}
