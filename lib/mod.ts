/**
 * noteprism hears a recording, writes down its notes and tells them apart by timbre: timbres it has
 * never met, and without being told how many.
 *
 * @module
 */
export { type EncodedAudio, type Pcm } from "./audio/decode.ts";
export { type Audio, type LiveAudio } from "./audio/recording.ts";
export { toCsv } from "./export/csv.ts";
export { toHtml } from "./export/html.ts";
export { type SongJson, toJson } from "./export/json.ts";
export { toMidi } from "./export/midi.ts";
export { type Card, type Thresholds } from "./inference/card.ts";
export { loadModel, type Model } from "./inference/model.ts";
export { type Backend } from "./inference/runtime.ts";
export { type Figure, pianoRoll } from "./plot/piano_roll.ts";
export { type StreamedNote, type StreamOptions, transcribeStream } from "./stream.ts";
export { type Relabelling } from "./timbre/memory.ts";
export { mergeTimbres, recolor, type RecolorOptions, splitTimbre } from "./recolor.ts";
export { transcribe, type TranscribeOptions } from "./transcribe.ts";
export type { Note, Song, TimbredNote, Waveform } from "./types.ts";
