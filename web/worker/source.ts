/**
 * Recordings as the page receives them: what the library decodes, and what the browser decodes
 * besides (MP4, WebM, AAC and the sound of films).
 *
 * @module
 */
import audioType from "audio-type";
import {
  ADTS,
  AudioSampleSink,
  BlobSource,
  Input,
  type InputAudioTrack,
  MATROSKA,
  MP4,
  QTFF,
  WEBM,
} from "mediabunny";
import { FORMATS } from "../../lib/audio/container.ts";
import { decode, type EncodedAudio } from "../../lib/audio/decode.ts";
import { wavBlob, wavHeader } from "../files/wav.ts";

/** Bytes looked at to tell a format. */
const HEAD_BYTES = 4096;

/** A recording that is read once, as a stream. */
export interface Source {
  audio: EncodedAudio;
  /** How much has been read, 0 … 1. */
  fraction(): number;
}

/** Opens a file; what nobody can decode is left to the library, which says why. */
export async function openSource(file: Blob): Promise<Source> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const format = audioType(head);
  if (!format || !(format in FORMATS)) {
    const input = new Input({
      source: new BlobSource(file),
      formats: [MP4, QTFF, WEBM, MATROSKA, ADTS],
    });
    if (await input.canRead()) return await openMedia(input);
  }
  let read = 0;
  /** By a reader, for not every browser can iterate over a stream. */
  async function* watched() {
    const reader = file.stream().getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      read += part.value.length;
      yield part.value;
    }
  }
  return { audio: watched(), fraction: () => read / Math.max(file.size, 1) };
}

async function openMedia(input: Input): Promise<Source> {
  const track = await input.getPrimaryAudioTrack();
  if (!track) throw new Error("the file holds no sound");
  if (!(await track.canDecode())) {
    throw new Error(`this browser cannot decode ${track.codec ?? "the sound of this file"}`);
  }
  const seconds = await input.computeDuration();
  let read = 0;
  const audio = asWav(track, (at) => read = at);
  return { audio, fraction: () => Math.min(read / Math.max(seconds, 1), 1) };
}

/** A decoded track as the bytes of a WAV file of 32-bit floats, as they come. */
async function* asWav(
  track: InputAudioTrack,
  onRead: (seconds: number) => void,
): AsyncGenerator<Uint8Array> {
  let started = false;
  for await (const sample of new AudioSampleSink(track).samples()) {
    const { numberOfChannels: channels, sampleRate, numberOfFrames: frames } = sample;
    if (!started) yield wavHeader({ channels, sampleRate, bits: 32 });
    started = true;
    const samples = new Float32Array(frames * channels);
    sample.copyTo(samples, { planeIndex: 0, format: "f32" });
    onRead(sample.timestamp + sample.duration);
    sample.close();
    yield new Uint8Array(samples.buffer);
  }
  if (!started) throw new Error("the file holds no sound");
}

/** A recording that the browser cannot play, as a 16-bit WAV file. */
export async function playableCopy(file: Blob): Promise<Blob> {
  const pieces: Blob[] = [];
  let form = { channels: 1, sampleRate: 0 };
  for await (const { channelData, sampleRate } of decode((await openSource(file)).audio)) {
    form = { channels: channelData.length, sampleRate };
    pieces.push(new Blob([interleave(channelData)]));
  }
  return wavBlob(pieces, form);
}

function interleave(channels: readonly Float32Array[]): Int16Array<ArrayBuffer> {
  const samples = new Int16Array(channels[0].length * channels.length);
  channels.forEach((channel, c) => {
    channel.forEach((x, i) =>
      samples[i * channels.length + c] = Math.max(-1, Math.min(x, 1)) * 0x7fff
    );
  });
  return samples;
}
