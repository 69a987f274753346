/**
 * Encoded audio to samples, piece by piece.
 *
 * @module
 */
import audioDecode from "audio-decode";
import { type Container, FORMATS, readContainer } from "./container.ts";

/** Samples of one piece of a recording, one array a channel. A browser's `AudioBuffer` is not one, but its channels make one. */
export interface Pcm {
  channelData: Float32Array[];
  /** Hz. */
  sampleRate: number;
}

/** Whatever yields the bytes of an audio file. */
export type EncodedAudio =
  | Uint8Array
  | ArrayBuffer
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>;

/** Enough to hold any header that comes before the samples. */
const HEAD_BYTES = 64 * 1024;

/** Bytes handed to a decoder at a time, so that what it returns stays small. */
const PIECE_BYTES = 256 * 1024;

/**
 * Decodes WAV, FLAC, MP3, Ogg Vorbis, Opus and AIFF.
 *
 * @param source The file's bytes, whole or as they come.
 * @returns Pieces of the recording in order, all of one sample rate and channel count.
 * @throws {Error} If the file is empty, unknown, damaged or cut short.
 */
export async function* decode(source: EncodedAudio): AsyncGenerator<Pcm> {
  const reader = pieces(source);
  const head = await readHead(reader);
  if (head.length === 0) throw new Error("the file is empty");
  const container = readContainer(head);
  const decoder = await startDecoder(container.format);
  const total = { bytes: 0, samples: 0 };
  let first: Pcm | undefined;
  try {
    for await (const piece of join(head, reader)) {
      total.bytes += piece.length;
      const pcm = await explain(decoder(piece), container);
      if (pcm.channelData.length === 0) continue;
      first ??= pcm;
      checkSame(first, pcm);
      total.samples += pcm.channelData[0].length;
      yield pcm;
    }
    const rest = await explain(decoder(), container);
    if (rest.channelData.length > 0) {
      first ??= rest;
      checkSame(first, rest);
      total.samples += rest.channelData[0].length;
      yield rest;
    }
  } finally {
    decoder.free();
  }
  checkComplete(container, total);
}

function startDecoder(format: string) {
  const start =
    audioDecode[format as keyof typeof audioDecode] as unknown as typeof audioDecode.wav;
  return start();
}

async function explain(work: Promise<Pcm>, { format }: Container): Promise<Pcm> {
  try {
    return await work;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the ${FORMATS[format]} file is damaged (${reason.split("\n")[0]})`);
  }
}

function checkSame(first: Pcm, next: Pcm): void {
  if (
    next.sampleRate !== first.sampleRate || next.channelData.length !== first.channelData.length
  ) {
    throw new Error("the sample rate or the number of channels changes within the file");
  }
}

function checkComplete(promised: Container, found: { bytes: number; samples: number }): void {
  const name = FORMATS[promised.format];
  const cut = (have: number, want: number, unit: string) =>
    new Error(`the ${name} file is cut short: ${have} of ${want} ${unit}`);
  if (found.bytes < (promised.bytes ?? 0)) throw cut(found.bytes, promised.bytes!, "bytes");
  if (found.samples < (promised.samples ?? 0)) {
    throw cut(found.samples, promised.samples!, "samples");
  }
  if (found.samples === 0) throw new Error(`the ${name} file holds no samples`);
}

async function* pieces(source: EncodedAudio): AsyncGenerator<Uint8Array> {
  const stream = source instanceof Blob ? source.stream() : source;
  if (stream instanceof ArrayBuffer) yield* cut(new Uint8Array(stream));
  else if (stream instanceof Uint8Array) yield* cut(stream);
  else for await (const bytes of stream as AsyncIterable<Uint8Array>) yield* cut(bytes);
}

function* cut(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

async function readHead(reader: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const { value, done } = await reader.next();
    if (done) break;
    parts.push(value);
    length += value.length;
  }
  const head = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    head.set(part, at);
    at += part.length;
  }
  return head;
}

async function* join(
  head: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* cut(head);
  yield* rest;
}
