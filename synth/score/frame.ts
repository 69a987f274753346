/**
 * What all voices of a piece have in common.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import type { Harmony } from "./harmony.ts";

/** A piece before any note of it is written. */
export interface Frame {
  random: Random;
  /** Length of the piece. */
  beats: number;
  /** Beats a minute. */
  tempo: number;
  /** Beats a bar. */
  metre: number;
  harmony: Harmony;
}
