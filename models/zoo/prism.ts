/**
 * Prism: Beam's posteriors, and timbres told apart note by note.
 *
 * A listener compares each note with the others heard. So does this network, in two steps. The
 * first looks at a note alone: its portrait becomes a vector of features. The second looks at all
 * notes of a passage together: in a few rounds of attention, in which relations in time, pitch and
 * loudness say where to look, every note gathers what its companions tell about its player. What
 * comes out are directions in which notes of one player agree, for this passage alone.
 *
 * @module
 */
import { FACTS, RELATIONS } from "../../lib/timbre/relations.ts";
import { PORTRAIT_BINS, SLOTS } from "../../lib/timbre/portrait.ts";
import { relu } from "../graph/activations.ts";
import { add, divide, multiply, subtract, sum } from "../graph/arithmetic.ts";
import { attend } from "../graph/attention.ts";
import { convolve } from "../graph/convolution.ts";
import type { Graph, Tensor } from "../graph/graph.ts";
import { Layers } from "../graph/layers.ts";
import { contrastive, judgement } from "../graph/losses.ts";
import { l2Normalise, layerNorm } from "../graph/normalisation.ts";
import type { Dimension } from "../graph/onnx.ts";
import { concat, reshape, slice, transpose } from "../graph/shape.ts";
import { constant, uniform } from "../graph/trace.ts";
import { drawEnsembles } from "../train/ensembles.ts";
import type { EnsemblesRecipe } from "../train/recipe.ts";
import { prismRecipe } from "../train/recipes/prism.ts";
import { BEAM } from "./beam.ts";
import type { Model } from "./model.ts";

/** Bins of a portrait that are seen as one: two thirds of a semitone. */
const BINS_TOGETHER = 2;
/** Channels of a portrait's slots. */
const CHANNELS = 28;
/** Slots of the attack, pooled apart from the rest. */
const ATTACK_SLOTS = 7;
/** Features of a note alone. */
const FEATURES = 40;
/** Channels of a note among others. */
const WIDTH = 48;
const HIDDEN = 48;
const HEADS = 8;
const ROUNDS = 5;
/** Hidden channels between relations and the heads' biases. */
const RELATION_CHANNELS = 16;
const EMBEDDING_SIZE = 24;

/** Pitches that a note's pitch is seen from, MIDI: eight, every ten semitones. */
const PITCH_CENTRES = [30, 40, 50, 60, 70, 80, 90, 100];
const PITCH_SPACING = 10;

const POINT: [number, number] = [1, 1];

/** How near a pitch is to each of the centres, 0 … 1: notes × 8 × 1 × 1. */
function pitchPlace(pitch: Tensor): Tensor {
  const { graph } = pitch;
  const count = PITCH_CENTRES.length;
  const centres = graph.constant("pitchCentres", Float32Array.from(PITCH_CENTRES), [
    1,
    count,
    1,
    1,
  ]);
  const distance = multiply(
    subtract(reshape(pitch, [pitch.shape[0], 1, 1, 1]), centres),
    1 / PITCH_SPACING,
  );
  const absolute = add(relu(distance), relu(multiply(distance, -1)));
  return relu(subtract(1, absolute));
}

/** Mean over slots from `start` to `end` of those that were heard. */
function meanOver(x: Tensor, heard: Tensor, start: number, end: number): Tensor {
  const count = sum(slice(heard, 3, start, end), [3]);
  return divide(sum(slice(x, 3, start, end), [3]), add(count, 1e-3));
}

/** Portraits as networks take them: see `lib/timbre/portrait.ts`. */
interface Portraits {
  /** Notes × slots × bins. */
  spectrum: Tensor;
  /** Notes × slots. */
  heard: Tensor;
  /** Notes, MIDI. */
  pitch: Tensor;
}

function portraitInputs(graph: Graph, notes: Dimension): Portraits {
  return {
    spectrum: graph.input("spectrum", [notes, SLOTS, PORTRAIT_BINS]),
    heard: graph.input("heard", [notes, SLOTS]),
    pitch: graph.input("pitch", [notes]),
  };
}

/** Features of each note alone, notes × features × 1 × 1. */
function look(layers: Layers, { spectrum, heard, pitch }: Portraits): Tensor {
  const [notes] = spectrum.shape;
  const bands = PORTRAIT_BINS / BINS_TOGETHER;
  const summed = sum(reshape(spectrum, [notes, SLOTS, bands, BINS_TOGETHER]), [3]);
  const means = multiply(summed, 1 / BINS_TOGETHER);
  const upright = transpose(reshape(means, [notes, SLOTS, bands, 1]), [0, 2, 3, 1]);
  const present = transpose(reshape(heard, [notes, SLOTS, 1, 1]), [0, 2, 3, 1]);
  const place = pitchPlace(pitch);
  const point = (name: string, x: Tensor, channels: number, bias = true) =>
    layers.convolution(name, x, { channels, kernel: POINT, bias });

  const slot = layers.parameter("slot", [1, CHANNELS, 1, SLOTS], constant(0));
  const seen = add(point("spectrum", upright, CHANNELS), point("pitch", place, CHANNELS, false));
  const single = layers.layerNorm("slotNorm", multiply(relu(add(seen, slot)), present));
  const course = relu(
    layers.convolution("course", single, { channels: CHANNELS, kernel: [1, 3], bias: true }),
  );
  const slots = multiply(add(single, course), present);
  const parts = concat([
    meanOver(slots, present, 0, ATTACK_SLOTS),
    meanOver(slots, present, ATTACK_SLOTS, SLOTS),
  ], 1);
  return relu(add(
    point("features", layers.layerNorm("partsNorm", parts), FEATURES),
    point("register", place, FEATURES, false),
  ));
}

/** A point of the sphere for each row of x, rows × channels × 1 × 1. */
function direction(layers: Layers, name: string, x: Tensor): Tensor {
  const projected = layers.convolution(name, x, {
    channels: EMBEDDING_SIZE,
    kernel: POINT,
    bias: true,
  });
  return l2Normalise(reshape(projected, [x.shape[0], EMBEDDING_SIZE]), 1);
}

/** What is known of the notes of some passages, of equal length. */
interface Passages {
  /** Passages × notes × {@linkcode FACTS}. */
  facts: Tensor;
  /** (Passages · notes) × {@linkcode RELATIONS} × 1 × notes. */
  relations: Tensor;
  /** Added to the scores of notes looked at: passages × 1 × 1 × notes, or a scalar. */
  absence: Tensor;
}

/** What notes know of their players after looking at each other, (passages · notes) × width. */
function compare(layers: Layers, features: Tensor, passages: Passages): Tensor {
  const { facts, relations, absence } = passages;
  const [count, notes] = facts.shape;
  const rows = features.shape[0];
  const point = (name: string, x: Tensor, channels: number) =>
    layers.convolution(name, x, { channels, kernel: POINT, bias: true });
  const own = reshape(facts, [rows, FACTS, 1, 1]);
  let known = point("note", concat([features, own], 1), WIDTH);

  const scores = point(
    "scores",
    relu(point("relations", relations, RELATION_CHANNELS)),
    HEADS * ROUNDS,
  );
  const pairs = reshape(scores, [count, notes, HEADS * ROUNDS, notes]);
  const bias = add(transpose(pairs, [0, 2, 1, 3]), absence);
  const round = sharedRound(layers);
  for (let i = 0; i < ROUNDS; i++) {
    known = round(known, slice(bias, 1, i * HEADS, (i + 1) * HEADS), count, notes);
  }
  return layers.layerNorm("knownNorm", known);
}

/**
 * A round of attention, whose weights serve all rounds: notes × width in, notes × width out. What
 * makes two notes look at each other is mutual, so that queries are keys too.
 *
 * @returns a function of what notes know and of the heads' biases, passages × heads × notes × notes
 */
function sharedRound(layers: Layers) {
  const affine = (name: string, inputs: number, outputs: number) => {
    const kernel = layers.parameter(`${name}.kernel`, [outputs, inputs, 1, 1], uniform(inputs));
    const bias = layers.parameter(`${name}.bias`, [outputs], constant(0));
    return (x: Tensor) => convolve(x, kernel, { bias });
  };
  const norm = (name: string) => {
    const gain = layers.parameter(`${name}.gain`, [WIDTH], constant(1));
    const shift = layers.parameter(`${name}.shift`, [WIDTH], constant(0));
    return (x: Tensor) => layerNorm(x, { gain, shift });
  };
  const [askNorm, thinkNorm] = [norm("askNorm"), norm("thinkNorm")];
  const [trait, value, gathered] = ["trait", "value", "gathered"]
    .map((name) => affine(name, WIDTH, WIDTH));
  const widen = affine("widen", WIDTH, HIDDEN);
  const narrow = affine("narrow", HIDDEN, WIDTH);

  return (known: Tensor, bias: Tensor, passages: Dimension, notes: Dimension): Tensor => {
    const size = WIDTH / HEADS;
    const heads = (x: Tensor) =>
      transpose(reshape(x, [passages, notes, HEADS, size]), [0, 2, 1, 3]);
    const asked = askNorm(known);
    const traits = heads(trait(asked));
    const found = attend(traits, traits, heads(value(asked)), bias);
    const rows = reshape(transpose(found, [0, 2, 1, 3]), [known.shape[0], WIDTH, 1, 1]);
    const told = add(known, gathered(rows));
    return add(told, narrow(relu(widen(thinkNorm(told)))));
  };
}

/** Prism's own branch. */
const TIMBRES = "timbres";

export const PRISM: Model<EnsemblesRecipe> = {
  ...BEAM,
  name: "prism",
  description: "Beam's posteriors, and timbres of notes told apart by comparing them",
  branch: TIMBRES,
  embeddingSize: EMBEDDING_SIZE,
  base: BEAM.name,
  recipe: prismRecipe,

  losses(trace, { crops: passages, notes, temperature, judged, alone, across }) {
    const { graph } = trace;
    const layers = new Layers(trace, TIMBRES);
    const rows = passages * notes;
    const features = look(layers, portraitInputs(graph, rows));
    const known = compare(layers, features, {
      facts: graph.input("facts", [passages, notes, FACTS]),
      relations: graph.input("relations", [rows, RELATIONS, 1, notes]),
      absence: graph.input("absence", [passages, 1, 1, notes]),
    });
    const passage = [passages, notes, EMBEDDING_SIZE];
    const single = direction(layers, "alone", features);
    const contrast = (name: string, shape: readonly number[]) => ({
      positives: graph.input(`${name}Positives`, shape),
      mask: graph.input(`${name}Mask`, shape),
    });
    const within = contrast("within", [passages, notes, notes]);
    const together = reshape(direction(layers, "among", known), passage);
    const among = contrastive(together, within, temperature);
    const judging = judgement(together, {
      same: graph.input("judgedSame", [passages, notes, notes]),
      weights: graph.input("judgedWeights", [passages, notes, notes]),
    });
    const byItself = contrastive(reshape(single, passage), within, temperature);
    const everywhere = contrastive(single, contrast("across", [rows, rows]), temperature);
    const further = add(multiply(byItself, alone), multiply(everywhere, across));
    const loss = add(add(among, multiply(judging, judged)), further);
    return { loss, among, judging, alone: byItself, across: everywhere };
  },

  draw: drawEnsembles,

  infer: (trace, heard) => BEAM.infer(trace, heard),

  further: {
    /** Each note alone: features for the comparison, and a direction of its own. */
    portraits(trace) {
      const layers = new Layers(trace, TIMBRES);
      const features = look(layers, portraitInputs(trace.graph, "notes"));
      return {
        features: reshape(features, ["notes", FEATURES]),
        alone: direction(layers, "alone", features),
      };
    },
    /** The notes of one passage together. */
    comparison(trace) {
      const { graph } = trace;
      const layers = new Layers(trace, TIMBRES);
      const features = graph.input("features", ["notes", FEATURES]);
      const known = compare(layers, reshape(features, ["notes", FEATURES, 1, 1]), {
        facts: graph.input("facts", [1, "notes", FACTS]),
        relations: graph.input("relations", ["notes", RELATIONS, 1, "notes"]),
        absence: graph.scalar(0),
      });
      return { embedding: direction(layers, "among", known) };
    },
  },
};
