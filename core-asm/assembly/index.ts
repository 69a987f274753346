/**
 * The kernels of noteprism, one WebAssembly module without imports. An instance is one stream:
 * its state is the module's memory, planned once by a `…Plan` call; after it memory never grows.
 */
export { cqtBlock, cqtInput, cqtOutput, cqtPlan, cqtPush, cqtReset } from "./cqt";
export { fftForward, fftIm, fftInverse, fftPlan, fftRe, fftSignal } from "./fft";
export {
  notesBlock,
  notesFlush,
  notesFrames,
  notesOnsets,
  notesOutput,
  notesPlan,
  notesPush,
  notesStrengths,
} from "./notes";
export {
  resampleBlock,
  resampleInput,
  resampleOutput,
  resamplePlan,
  resamplePush,
  resampleReset,
} from "./resample";
