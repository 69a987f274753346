/**
 * The part of the recorder that runs on the audio thread: it hands on what the microphone hears.
 *
 * @module
 */

/** The parts of the worklet's world in use; the DOM's types do not hold them. */
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(
  name: string,
  processor: new () => AudioWorkletProcessor,
): void;

/** Samples handed on at a time: 85 ms at 48 kHz. */
const PIECE = 4096;

class Recorder extends AudioWorkletProcessor {
  #piece = new Float32Array(PIECE);
  #filled = 0;

  process([[samples]]: Float32Array[][]): boolean {
    if (!samples) return true;
    this.#piece.set(samples, this.#filled);
    this.#filled += samples.length;
    if (this.#filled === PIECE) {
      this.port.postMessage(this.#piece, [this.#piece.buffer]);
      this.#piece = new Float32Array(PIECE);
      this.#filled = 0;
    }
    return true;
  }
}

registerProcessor("recorder", Recorder);
