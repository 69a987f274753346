/**
 * How fast the kernels are on one thread, beside plain TypeScript.
 *
 * @module
 */
import { Resampler } from "../../lib/audio/resample.ts";
import { FRAME_RATE, PITCHES, SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import { ConstantQ } from "../../lib/frontend/cqt.ts";
import { Fft } from "../../lib/frontend/fft.ts";
import { Level } from "../../lib/frontend/level.ts";
import { NoteExtractor } from "../../lib/notes/extract.ts";
import { strength } from "../../lib/notes/velocity.ts";
import { Random } from "../../lib/random.ts";
import { multirateCqt } from "../core/multirate_cqt.ts";
import { Radix2Fft } from "../core/radix2_fft.ts";
import { noise } from "../frontend/signals.ts";

/** One measured value. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
}

/** Seconds of audio that streams are measured on. */
const DURATION = 30;

/** Median seconds that `work` takes, over half a second of runs after a warm-up. */
function time(work: () => void): number {
  for (let i = 0; i < 3; i++) work();
  const runs: number[] = [];
  for (const start = performance.now(); performance.now() - start < 500 || runs.length < 3;) {
    const before = performance.now();
    work();
    runs.push(performance.now() - before);
  }
  return runs.toSorted((a, b) => a - b)[runs.length >> 1] / 1000;
}

function realTime(name: string, work: () => void): Figure {
  return { name, value: DURATION / time(work), unit: "× real time" };
}

/** Microseconds of one of `count` calls, measured together. */
function microseconds(name: string, count: number, work: () => void): Figure {
  const seconds = time(() => {
    for (let i = 0; i < count; i++) work();
  });
  return { name, value: seconds / count * 1e6, unit: "µs" };
}

async function frontendFigures(): Promise<Figure[]> {
  const samples = noise(DURATION * SAMPLE_RATE);
  const cqt = await ConstantQ.create();
  const energies = cqt.push(samples);
  const meter = new Level();
  return [
    realTime("constant-Q transform, wasm", () => {
      cqt.push(samples);
      cqt.flush();
    }),
    realTime("constant-Q transform, TypeScript", () => multirateCqt(samples)),
    realTime("level", () => {
      meter.push(energies);
      meter.flush();
    }),
    realTime("strength", () => strength(energies)),
  ];
}

async function fftFigures(size: number): Promise<Figure[]> {
  const fft = await Fft.create(size);
  const plain = new Radix2Fft(size);
  const signal = noise(size);
  return [
    microseconds(`real FFT of ${size}, wasm`, 100, () => fft.forward(signal)),
    microseconds(`complex FFT of ${size}, TypeScript`, 10, () => {
      plain.transform(Float64Array.from(signal), new Float64Array(size));
    }),
  ];
}

async function resamplerFigure(rate: number): Promise<Figure> {
  const samples = noise(DURATION * rate);
  const resampler = await Resampler.create(rate);
  return realTime(`resampler from ${rate} Hz`, () => {
    resampler.push(samples);
    resampler.flush();
  });
}

async function noteFigure(): Promise<Figure> {
  const random = new Random(1);
  const length = Math.round(DURATION * FRAME_RATE) * PITCHES;
  const posteriors = () => Float32Array.from({ length }, () => random.next() ** 8);
  const onset = posteriors(), frame = posteriors(), loudness = posteriors();
  const extractor = await NoteExtractor.create({ onset: 0.3, frame: 0.3, minimumFrames: 5 });
  return realTime("note extraction", () => {
    extractor.push(onset, frame, loudness);
    extractor.flush();
  });
}

/** Every kernel's speed. */
export async function benchKernels(): Promise<Figure[]> {
  return [
    ...await frontendFigures(),
    ...await fftFigures(4096),
    await resamplerFigure(44_100),
    await resamplerFigure(48_000),
    await resamplerFigure(192_000),
    await noteFigure(),
  ];
}
