/**
 * The worker that compares notes: it tells timbres apart and lays them out on a map.
 *
 * @module
 */
import { expose } from "comlink";
import { recolor, type RecolorOptions, splitTimbre } from "../../lib/recolor.ts";
import type { Song } from "../../lib/types.ts";
import { layOut } from "./map.ts";

/** What the page asks of this worker. */
export interface Analyst {
  /** The song with the timbres of its notes told apart anew. */
  recolor(song: Song, options: RecolorOptions): Song;
  /** The song with one timbre split in two. */
  split(song: Song, timbre: number): Song;
  /** A place for each embedding, x and y, 0 … 1; neighbours sound alike. */
  layOut(embeddings: Float32Array, size: number): Float32Array;
}

const analyst: Analyst = {
  recolor,
  split: splitTimbre,
  layOut,
};

expose(analyst);
