/**
 * WAV files of 16 bits, mono.
 *
 * @module
 */
import { SAMPLE_RATE } from "../lib/frontend/constants.ts";
import { toPcm16 } from "./pcm.ts";

const HEADER = 44;

/** Encodes samples of −1 … 1 at 22,050 Hz; what lies outside is clipped. */
export function encodeWav(samples: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER + 2 * samples.length);
  const view = new DataView(bytes.buffer);
  const text = (at: number, s: string) => bytes.set(new TextEncoder().encode(s), at);
  text(0, "RIFF");
  view.setUint32(4, bytes.length - 8, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, SAMPLE_RATE, true);
  view.setUint32(28, 2 * SAMPLE_RATE, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, 2 * samples.length, true);
  toPcm16(samples).forEach((x, i) => view.setInt16(HEADER + 2 * i, x, true));
  return bytes;
}
