/**
 * What a file's first bytes promise, so that a damaged file is told from a short one.
 *
 * @module
 */
import audioType from "audio-type";

/** Formats {@linkcode decode} reads, by the name of their decoder. */
export const FORMATS: Record<string, string> = {
  wav: "WAV",
  flac: "FLAC",
  mp3: "MP3",
  oga: "Ogg Vorbis",
  opus: "Opus",
  aiff: "AIFF",
};

/** What a header promises. Sizes are `undefined` where the format does not tell. */
export interface Container {
  format: string;
  /** Bytes of the whole file. */
  bytes?: number;
  /** Samples of each channel. */
  samples?: number;
}

/** A RIFF size of 0 or of all ones means "until the stream ends". */
const STREAMING_SIZES = [0, 0xffffffff];

/** Bytes of a FLAC file up to the end of its STREAMINFO block (RFC 9639, §8.2). */
const FLAC_HEADER = 42;

/**
 * Reads the header of an audio file.
 *
 * @param head The first bytes of the file; 64 KiB are plenty.
 * @throws {Error} If the format is unknown or the header contradicts itself.
 */
export function readContainer(head: Uint8Array): Container {
  const format = audioType(head.slice());
  if (!format || !(format in FORMATS)) {
    throw new Error(`not a recording of a known format (${Object.values(FORMATS).join(", ")})`);
  }
  if (format === "wav") return { format, ...readWav(head) };
  if (format === "flac") return { format, ...readFlac(head) };
  return { format };
}

function readWav(head: Uint8Array): { bytes?: number } {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const tag = (at: number) => String.fromCharCode(...head.subarray(at, at + 4));
  let described = false;
  for (let at = 12; at + 8 <= head.length;) {
    const size = view.getUint32(at + 4, true);
    if (tag(at) === "fmt " && at + 24 <= head.length) {
      described = true;
      checkWavFormat(
        view.getUint16(at + 10, true),
        view.getUint32(at + 12, true),
        view.getUint16(at + 20, true),
      );
    }
    if (tag(at) === "data") {
      if (!described) throw new Error("the WAV file does not say how its samples are coded");
      return STREAMING_SIZES.includes(size) ? {} : { bytes: at + 8 + size };
    }
    at += 8 + size + size % 2;
  }
  throw new Error("the WAV header is cut short");
}

function checkWavFormat(channels: number, sampleRate: number, blockSize: number): void {
  if (channels === 0) throw new Error("the WAV file has no channels");
  if (sampleRate === 0) throw new Error("the WAV file has a sample rate of 0 Hz");
  if (blockSize === 0) throw new Error("the WAV file has samples of 0 bytes");
  if (blockSize < channels) {
    throw new Error(`the WAV file claims ${channels} channels in ${blockSize} bytes`);
  }
}

function readFlac(head: Uint8Array): { samples?: number } {
  const native = String.fromCharCode(...head.subarray(0, 4)) === "fLaC";
  if (!native) return {};
  if (head.length < FLAC_HEADER) throw new Error("the FLAC header is cut short");
  const view = new DataView(head.buffer, head.byteOffset);
  const samples = (head[21] & 0x0f) * 2 ** 32 + view.getUint32(22);
  return samples > 0 ? { samples } : {};
}
