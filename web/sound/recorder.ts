/**
 * Records the microphone as it is, without the processing meant for speech.
 *
 * @module
 */
import { wavBlob } from "../files/wav.ts";

/** A recording under way. */
export interface Take {
  /** Hz. */
  sampleRate: number;
  /** Ends it. @returns A WAV file. */
  stop(): Promise<Blob>;
}

/** What the microphone heard since the last piece. */
export interface Piece {
  /** Mono. */
  samples: Float32Array;
  /** 0 … 1. */
  peak: number;
  /** Of the whole recording so far. */
  seconds: number;
}

/**
 * Starts to record.
 *
 * @throws {Error} If there is no microphone or the person says no.
 */
export async function startRecording(onPiece: (piece: Piece) => void): Promise<Take> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  });
  const context = new AudioContext();
  await context.audioWorklet.addModule(new URL("./recorder_worklet.js", import.meta.url));
  const recorder = new AudioWorkletNode(context, "recorder", {
    numberOfInputs: 1,
    numberOfOutputs: 0,
    channelCount: 1,
    channelCountMode: "explicit",
  });
  const pieces: Blob[] = [];
  let count = 0;
  recorder.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
    const peak = data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    pieces.push(new Blob([Int16Array.from(data, (x) => 0x7fff * Math.max(-1, Math.min(x, 1)))]));
    count += data.length;
    onPiece({ samples: data, peak, seconds: count / context.sampleRate });
  };
  context.createMediaStreamSource(stream).connect(recorder);
  return {
    sampleRate: context.sampleRate,
    async stop() {
      for (const track of stream.getTracks()) track.stop();
      await context.close();
      recorder.port.onmessage = null;
      return wavBlob(pieces, { channels: 1, sampleRate: context.sampleRate });
    },
  };
}
