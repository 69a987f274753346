/**
 * Channels to one.
 *
 * @module
 */
import type { Waveform } from "../types.ts";
import type { Pcm } from "./decode.ts";

/**
 * The mean of all channels.
 *
 * @throws {Error} If a sample is not a finite number.
 */
export function mixToMono({ channelData }: Pcm): Waveform {
  const mono = new Float32Array(channelData[0].length);
  for (const channel of channelData) {
    for (let i = 0; i < mono.length; i++) mono[i] += channel[i];
  }
  for (let i = 0; i < mono.length; i++) {
    mono[i] /= channelData.length;
    if (!Number.isFinite(mono[i])) throw new Error(`a sample is not a finite number (${mono[i]})`);
  }
  return mono;
}
