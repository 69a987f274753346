/**
 * WAV files of any shape, sound or not, for tests.
 *
 * @module
 */

export interface WavOptions {
  sampleRate?: number;
  /** 16, 24 (integer) or 32 (float). */
  bits?: 16 | 24 | 32;
  /** What the header claims, in place of the truth. */
  claims?: { channels?: number; sampleRate?: number; dataBytes?: number };
}

/** One array a channel, all of one length, to the bytes of a WAV file. */
export function wav(channels: Float32Array[], options: WavOptions = {}): Uint8Array {
  const { sampleRate = 22_050, bits = 16, claims = {} } = options;
  const width = bits / 8;
  const frames = channels[0]?.length ?? 0;
  const dataBytes = frames * channels.length * width;
  const bytes = new Uint8Array(44 + dataBytes);
  const view = new DataView(bytes.buffer);
  const text = (at: number, value: string) =>
    [...value].forEach((c, i) => bytes[at + i] = c.charCodeAt(0));
  text(0, "RIFF");
  view.setUint32(4, 36 + (claims.dataBytes ?? dataBytes), true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, bits === 32 ? 3 : 1, true);
  view.setUint16(22, claims.channels ?? channels.length, true);
  view.setUint32(24, claims.sampleRate ?? sampleRate, true);
  view.setUint32(28, sampleRate * channels.length * width, true);
  view.setUint16(32, channels.length * width, true);
  view.setUint16(34, bits, true);
  text(36, "data");
  view.setUint32(40, claims.dataBytes ?? dataBytes, true);
  for (let i = 0; i < frames; i++) {
    channels.forEach((channel, c) =>
      writeSample(view, 44 + (i * channels.length + c) * width, channel[i], bits)
    );
  }
  return bytes;
}

function writeSample(view: DataView, at: number, x: number, bits: number): void {
  if (bits === 32) return view.setFloat32(at, x, true);
  if (bits === 16) return view.setInt16(at, Math.round(x * 0x7fff), true);
  const value = Math.round(x * 0x7fffff);
  view.setInt16(at, value & 0xffff, true);
  view.setInt8(at + 2, value >> 16);
}

/** A sine at `frequency` hertz. */
export function tone(seconds: number, frequency = 440, sampleRate = 22_050): Float32Array {
  return Float32Array.from(
    { length: Math.round(seconds * sampleRate) },
    (_, i) => 0.5 * Math.sin(2 * Math.PI * frequency * i / sampleRate),
  );
}
