/**
 * Records the microphone as it is, without the processing meant for speech.
 *
 * @module
 */
import { wavBlob } from "../files/wav.ts";

/** A recording under way. */
export interface RecordingSession {
  /** Ends it. @returns A WAV file. */
  stop(): Promise<Blob>;
}

/**
 * Starts to record.
 *
 * @param onPiece Called with the seconds recorded and the peak of the latest piece, 0 … 1.
 * @throws {Error} If there is no microphone or the person says no.
 */
export async function startRecording(
  onPiece: (seconds: number, peak: number) => void,
): Promise<RecordingSession> {
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
  let samples = 0;
  recorder.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
    const peak = data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    pieces.push(new Blob([Int16Array.from(data, (x) => 0x7fff * Math.max(-1, Math.min(x, 1)))]));
    samples += data.length;
    onPiece(samples / context.sampleRate, peak);
  };
  context.createMediaStreamSource(stream).connect(recorder);
  return {
    async stop() {
      for (const track of stream.getTracks()) track.stop();
      await context.close();
      return wavBlob(pieces, { channels: 1, sampleRate: context.sampleRate });
    },
  };
}
