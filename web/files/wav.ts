/**
 * WAV files (RIFF, Microsoft 1991) for what the browser records or cannot play.
 *
 * @module
 */

/** Form of the samples: 16 bits are integers, 32 are floats. */
export interface WavForm {
  channels: number;
  /** Hz. */
  sampleRate: number;
  bits?: 16 | 32;
}

const HEADER_BYTES = 44;
const INTEGER = 1;
const FLOAT = 3;

/** Size of a file whose end is not known yet. */
const STREAMING = 0xffffffff;

/** The bytes before the samples. @param size Of the samples in bytes, if known. */
export function wavHeader(
  { channels, sampleRate, bits = 16 }: WavForm,
  size?: number,
): Uint8Array<ArrayBuffer> {
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  const tag = (at: number, text: string) =>
    [...text].forEach((c, i) => header.setUint8(at + i, c.charCodeAt(0)));
  tag(0, "RIFF");
  header.setUint32(4, size === undefined ? STREAMING : size + HEADER_BYTES - 8, true);
  tag(8, "WAVEfmt ");
  header.setUint32(16, 16, true);
  header.setUint16(20, bits === 32 ? FLOAT : INTEGER, true);
  header.setUint16(22, channels, true);
  header.setUint32(24, sampleRate, true);
  header.setUint32(28, sampleRate * channels * bits / 8, true);
  header.setUint16(32, channels * bits / 8, true);
  header.setUint16(34, bits, true);
  tag(36, "data");
  header.setUint32(40, size ?? STREAMING, true);
  return new Uint8Array(header.buffer);
}

/** A file of samples that are already in pieces, each of whole interleaved frames. */
export function wavBlob(pieces: readonly Blob[], form: WavForm): Blob {
  const size = pieces.reduce((sum, piece) => sum + piece.size, 0);
  return new Blob([wavHeader(form, size), ...pieces], { type: "audio/wav" });
}
