/**
 * Timbres that are not synthesised, whatever holds their recordings.
 *
 * @module
 */
import type { Timbre } from "./timbre.ts";

/** A recorded timbre, before any of its audio is read. */
export interface Recorded {
  source: "bank" | "font";
  /** What hold-out patterns are matched with. */
  key: string;
  /** The library or font that it belongs to. */
  library: string;
  /** Recordings of one instrument have the same name here, whoever plays it. */
  instrument: string;
  /** Timbres of one family are hard to tell apart. */
  family: string;
  licence: string;
  /** How often it is cast, against 1. */
  weight: number;
  /** Reads the audio; null where it cannot be used: out of tune, or silent. */
  load(): Promise<Timbre | null>;
}
