/**
 * Notes of a passage compared with each other, in rounds.
 *
 * In a round every note gathers what its companions tell about its player (attention), and what is
 * known of pairs, such as how the two lie in time, pitch and loudness, says where to look. Then pairs
 * learn from each other: what is known of two notes with a third is known of the two. If both sound
 * like it, they are of one player; if only one does, they are not. Most weights serve all rounds.
 *
 * Reference. J. Jumper et al., "Highly accurate protein structure prediction with AlphaFold",
 * Nature 596, 2021: multiplication along the sides of triangles, here of pairs without a direction.
 *
 * @module
 */
import { FACTS } from "../../lib/timbre/relations.ts";
import { relu, tanh } from "../graph/activations.ts";
import { add, divide, exp, multiply, sum } from "../graph/arithmetic.ts";
import { attend, attentionScores, matrixProduct } from "../graph/attention.ts";
import type { Tensor } from "../graph/graph.ts";
import type { Layers } from "../graph/layers.ts";
import { concat, reshape, slice, transpose } from "../graph/shape.ts";

/** Channels of a note among others. */
const WIDTH = 48;
const HIDDEN = 48;
const HEADS = 8;
const ROUNDS = 5;
/** Channels of what is known of a pair. */
const PAIR_CHANNELS = 16;
/** Channels in which third notes link a pair. */
const LINKS = 8;

/** What is known of the notes of some passages, of equal length. */
export interface Passages {
  /** Passages × notes × {@linkcode FACTS}. */
  facts: Tensor;
  /** Passages × relations × notes × notes, as `lib/timbre/relations.ts` tells them. */
  relations: Tensor;
  /** 0 for a note and a large negative number where there is none: passages × 1 × 1 × notes. */
  absence: Tensor;
}

/** What is known after notes were compared. */
export interface Compared {
  /** Of each note's player: (passages · notes) × width. */
  notes: Tensor;
  /** Of each pair: passages × channels × notes × notes. */
  pairs: Tensor;
}

/**
 * Compares notes. What makes two of them look at each other is mutual, so that queries are keys too.
 *
 * @param features of each note alone, (passages · notes) × features
 */
export function compare(layers: Layers, features: Tensor, passages: Passages): Compared {
  const { facts, relations, absence } = passages;
  const own = reshape(facts, [features.shape[0], FACTS]);
  let notes = layers.linear("note", concat([features, own], 1), WIDTH);
  let pairs = relu(pairwise(layers, "relations", relations, PAIR_CHANNELS));
  for (let round = 0; round < ROUNDS; round++) {
    const asked = layers.rowNorm("askNorm", notes);
    const traits = heads(layers.linear("trait", asked, WIDTH, 0), facts);
    const likeness = attentionScores(traits, traits);
    const scores = add(likeness, pairwise(layers, `scores${round}`, pairs, HEADS));
    const values = heads(layers.linear("value", asked, WIDTH, 0), facts);
    notes = think(layers, notes, attend(add(scores, absence), values));
    if (round + 1 < ROUNDS) pairs = updatePairs(layers, pairs, likeness, absence);
  }
  return { notes: layers.rowNorm("knownNorm", notes), pairs };
}

/** Log-odds that a player plays both notes of a pair: passages × notes × notes. */
export function verdicts(layers: Layers, pairs: Tensor): Tensor {
  const [passages, , notes] = pairs.shape;
  return reshape(pairwise(layers, "verdict", pairs, 1), [passages, notes, notes]);
}

/** A linear layer over the channels of pairs. */
function pairwise(layers: Layers, name: string, pairs: Tensor, channels: number): Tensor {
  return layers.convolution(name, pairs, { channels, kernel: [1, 1], bias: true });
}

/** (Passages · notes) × width as passages × heads × notes × width of a head. */
function heads(x: Tensor, { shape: [passages, notes] }: Tensor): Tensor {
  return transpose(reshape(x, [passages, notes, HEADS, WIDTH / HEADS]), [0, 2, 1, 3]);
}

/** What notes know and what they gathered from each other, put together. */
function think(layers: Layers, notes: Tensor, found: Tensor): Tensor {
  const rows = reshape(transpose(found, [0, 2, 1, 3]), [notes.shape[0], WIDTH]);
  const told = add(notes, layers.linear("gathered", rows, WIDTH, 0));
  const hidden = relu(layers.linear("widen", layers.rowNorm("thinkNorm", told), HIDDEN, 0));
  return add(told, layers.linear("narrow", hidden, WIDTH, 0));
}

/**
 * What is known of pairs after third notes were asked.
 *
 * @param likeness of the two as each head finds it, passages × heads × notes × notes
 */
function updatePairs(layers: Layers, pairs: Tensor, likeness: Tensor, absence: Tensor): Tensor {
  const noted = add(pairs, pairwise(layers, "noted", likeness, PAIR_CHANNELS));
  const known = layers.layerNorm("pairNorm", noted);
  const links = tanh(pairwise(layers, "links", known, 2 * LINKS));
  const present = exp(absence);
  const one = multiply(slice(links, 1, 0, LINKS), divide(present, sum(present, [3])));
  const path = matrixProduct(one, slice(links, 1, LINKS, 2 * LINKS));
  const eitherWay = add(path, transpose(path, [0, 1, 3, 2]));
  return add(known, pairwise(layers, "through", eitherWay, PAIR_CHANNELS));
}
