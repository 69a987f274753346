/**
 * Prism: Beam's posteriors, and timbres told apart note by note.
 *
 * A listener compares each note with the others heard. So does this network, in two steps. The
 * first looks at a note alone: its portrait becomes a vector of features. The second looks at all
 * notes of a passage together and at all pairs of them (`comparison.ts`). What comes out are
 * directions in which notes of one player agree, for this passage alone.
 *
 * @module
 */
import { FACTS, RELATIONS } from "../../lib/timbre/relations.ts";
import { PORTRAIT_BINS, SLOTS } from "../../lib/timbre/portrait.ts";
import { relu } from "../graph/activations.ts";
import { add, divide, multiply, subtract, sum } from "../graph/arithmetic.ts";
import { matrixProduct } from "../graph/attention.ts";
import type { Graph, Tensor } from "../graph/graph.ts";
import { Layers } from "../graph/layers.ts";
import { contrastive, judgement, sourceLogits } from "../graph/losses.ts";
import { linear } from "../graph/matrix.ts";
import { l2Normalise } from "../graph/normalisation.ts";
import type { Dimension } from "../graph/onnx.ts";
import { concat, pad, reshape, slice } from "../graph/shape.ts";
import { constant, uniform } from "../graph/trace.ts";
import { drawEnsembles } from "../train/ensembles.ts";
import type { EnsemblesRecipe } from "../train/recipe.ts";
import { prismRecipe } from "../train/recipes/prism.ts";
import { BEAM } from "./beam.ts";
import { compare, verdicts } from "./comparison.ts";
import type { Model } from "./model.ts";

/** Bins of a portrait that are seen as one: two thirds of a semitone. */
const BINS_TOGETHER = 2;
/** Channels of a portrait's slots. */
const CHANNELS = 28;
/** Slots of the attack, pooled apart from the rest. */
const ATTACK_SLOTS = 7;
/** Features of a note alone. */
export const FEATURES = 40;
const EMBEDDING_SIZE = 24;

/** Pitches that a note's pitch is seen from, MIDI: eight, every ten semitones. */
const PITCH_CENTRES = [30, 40, 50, 60, 70, 80, 90, 100];
const PITCH_SPACING = 10;

/** How near a pitch is to each of the centres, 0 … 1: notes × 8. */
function pitchPlace(pitch: Tensor): Tensor {
  const { graph } = pitch;
  const count = PITCH_CENTRES.length;
  const centres = graph.constant("pitchCentres", Float32Array.from(PITCH_CENTRES), [1, count]);
  const distance = multiply(
    subtract(reshape(pitch, [pitch.shape[0], 1]), centres),
    1 / PITCH_SPACING,
  );
  const absolute = add(relu(distance), relu(multiply(distance, -1)));
  return relu(subtract(1, absolute));
}

/** Weights for means over the slots of the attack and over the others, of those that were heard. */
function pooling(heard: Tensor): Tensor {
  const { graph } = heard;
  const parts = Float32Array.from(
    { length: 2 * SLOTS },
    (_, i) => Number(i % SLOTS < ATTACK_SLOTS === i < SLOTS),
  );
  const apart = graph.constant("attackAndRest", parts, [1, 2, SLOTS]);
  const counted = multiply(reshape(heard, [heard.shape[0], 1, SLOTS]), apart);
  return divide(counted, add(sum(counted, [2]), 1e-3));
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

/** A linear layer that takes neighbouring bins for one, … × bins in, … × channels out. */
function bands(layers: Layers, name: string, x: Tensor): Tensor {
  const count = PORTRAIT_BINS / BINS_TOGETHER;
  const kernel = layers.parameter(`${name}.kernel`, [CHANNELS, count], uniform(count));
  const bias = layers.parameter(`${name}.bias`, [CHANNELS], uniform(count));
  const shares = new Float32Array(BINS_TOGETHER).fill(1 / BINS_TOGETHER);
  const means = x.graph.constant("shares", shares, [1, 1, BINS_TOGETHER]);
  const spread = multiply(reshape(kernel, [CHANNELS, count, 1]), means);
  return linear(x, reshape(spread, [CHANNELS, PORTRAIT_BINS]), bias);
}

/** Features of each note alone, notes × features. */
function look(layers: Layers, { spectrum, heard, pitch }: Portraits): Tensor {
  const [notes] = spectrum.shape;
  const present = reshape(heard, [notes, SLOTS, 1]);
  const place = pitchPlace(pitch);

  const slot = layers.parameter("slot", [1, SLOTS, CHANNELS], constant(0));
  const whose = reshape(layers.linear("pitch", place, CHANNELS, false), [notes, 1, CHANNELS]);
  const seen = add(bands(layers, "spectrum", spectrum), add(slot, whose));
  const single = layers.rowNorm("slotNorm", multiply(relu(seen), present));
  const before = pad(slice(single, 1, 0, SLOTS - 1), [0, 1, 0], [0, 0, 0]);
  const after = pad(slice(single, 1, 1, SLOTS), [0, 0, 0], [0, 1, 0]);
  const course = layers.linear("course", concat([before, single, after], 2), CHANNELS);
  const parts = matrixProduct(pooling(heard), add(single, relu(course)));
  const normed = layers.rowNorm("partsNorm", reshape(parts, [notes, 2 * CHANNELS]));
  return relu(add(
    layers.linear("features", normed, FEATURES),
    layers.linear("register", place, FEATURES, false),
  ));
}

/** A point of the sphere for each row of x. */
function direction(layers: Layers, name: string, x: Tensor): Tensor {
  return l2Normalise(layers.linear(name, x, EMBEDDING_SIZE), 1);
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
    const { notes: known, pairs } = compare(layers, features, {
      facts: graph.input("facts", [passages, notes, FACTS]),
      relations: graph.input("relations", [passages, RELATIONS, notes, notes]),
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
    const truth = {
      same: graph.input("judgedSame", [passages, notes, notes]),
      weights: graph.input("judgedWeights", [passages, notes, notes]),
    };
    const judging = judgement(sourceLogits(together), truth);
    const paired = judgement(verdicts(layers, pairs), truth);
    const byItself = contrastive(reshape(single, passage), within, temperature);
    const everywhere = contrastive(single, contrast("across", [rows, rows]), temperature);
    const further = add(multiply(byItself, alone), multiply(everywhere, across));
    const loss = add(add(among, multiply(add(judging, paired), judged)), further);
    return { loss, among, judging, paired, alone: byItself, across: everywhere };
  },

  draw: drawEnsembles,

  infer: (trace, heard) => BEAM.infer(trace, heard),

  further: {
    /** Each note alone: features for the comparison, and a direction of its own. */
    portraits(trace) {
      const layers = new Layers(trace, TIMBRES);
      const features = look(layers, portraitInputs(trace.graph, "notes"));
      return {
        features,
        alone: direction(layers, "alone", features),
      };
    },
    /** The notes of one passage together. */
    comparison(trace) {
      const { graph } = trace;
      const layers = new Layers(trace, TIMBRES);
      const features = graph.input("features", ["notes", FEATURES]);
      const facts = graph.input("facts", [1, "notes", FACTS]);
      const nobody = multiply(reshape(slice(facts, 2, 0, 1), [1, 1, 1, "notes"]), 0);
      const { notes } = compare(layers, features, {
        facts,
        relations: graph.input("relations", [1, RELATIONS, "notes", "notes"]),
        absence: nobody,
      });
      return { embedding: direction(layers, "among", notes) };
    },
  },
};
