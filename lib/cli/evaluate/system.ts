/**
 * What is put side by side: a system that hears mixes and writes down their notes.
 *
 * @module
 */
import type { Cost } from "../../evaluate/benchmark/results.ts";
import type { Transcription } from "../../evaluate/benchmark/score.ts";
import type { Grid, Setting } from "../../evaluate/benchmark/thresholds.ts";
import type { Mix } from "./mixes.ts";

/** A system under test. */
export interface System {
  name: string;
  /** Engine and threads, or where its notes come from. */
  engine: string;
  /** Its own thresholds and those to try; none if it comes as written notes. */
  thresholds?: { fixed: Setting; grid: Grid };
  listen(mix: Mix): Promise<Listening>;
  release?(): Promise<void>;
}

/** A mix that was heard. */
export interface Listening {
  cost?: Cost;
  /** Writes the notes down, with the system's own thresholds unless given. */
  write(setting?: Setting): Promise<Transcription>;
}
