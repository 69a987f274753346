/**
 * Models of the zoo changed in one respect, for ablations. They are trained like any other.
 *
 * Beam stands for the models of notes. `bins` stands for those that give every bin a direction: an
 * encoder with Beam's features, which learns in minutes what Septimbre's learns in hours.
 *
 * @module
 */
import { add, log, mean, multiply, sqrt, sum } from "../graph/arithmetic.ts";
import type { Tensor } from "../graph/graph.ts";
import type { Hearing } from "../graph/input.ts";
import type { Layers } from "../graph/layers.ts";
import { affinityLoss, weightedCrossEntropy } from "../graph/losses.ts";
import { reshape } from "../graph/shape.ts";
import { beamRecipe } from "../train/recipes/beam.ts";
import { septimbreRecipe } from "../train/recipes/septimbre.ts";
import { BEAM, beam, beamFeatures } from "./beam.ts";
import type { Model } from "./model.ts";
import { noteModel, type NoteNetwork } from "./note_model.ts";
import { timbreModel, type TimbreNetwork } from "./timbre_model.ts";
import { unifiedModel } from "./unified.ts";

type Features = "energy" | "level";

/** Weights of positives in Basic Pitch's loss; a half is cross entropy without weights. */
const CROSS_ENTROPY_WEIGHTS = { onset: 0.95, frame: 0.5 };

const EPSILONS = ["1e-9", "1e-8", "1e-7", "1e-6"];

/** Dimensions of an embedding, usually and otherwise. */
const SIZE = 12;
const OTHER_SIZES = [8, 16, 24];

/** Under the logarithm of a level: silence. */
const SILENCE = 1e-12;

function beamVariant(name: string, change: Partial<NoteNetwork<Features>>): Model {
  return noteModel<Features>({
    name: `beam-${name}`,
    description: BEAM.description,
    inputs: ["energy", "level"],
    context: BEAM.context,
    recipe: beamRecipe,
    network: (layers, heard) => beam(layers, heard),
    ...change,
  });
}

/** The same sound measured against one level: that of all frames heard at once. */
function oneLevel({ energy, level }: Hearing): Hearing {
  const totals = sum(energy, [2]);
  const power = mean(multiply(totals, totals), [1]);
  const whole = reshape(log(add(sqrt(power), SILENCE)), [level.shape[0], 1]);
  return { energy, level: add(multiply(level, 0), whole) };
}

function binEncoder(size: number) {
  return (layers: Layers, heard: Hearing): Tensor =>
    layers.convolution("output", beamFeatures(layers, heard), {
      channels: size,
      kernel: [3, 5],
      padFrequency: 1,
      bias: true,
    });
}

const BINS = {
  name: "bins",
  description: "BasicAMT's posteriors, and directions of bins from Beam's features",
  inputs: ["energy", "level"],
  // Kernels in a row reach 2 + 2 + 4 + 2 frames.
  context: 10,
  embeddingSize: SIZE,
  recipe: septimbreRecipe,
  network: binEncoder(SIZE),
} satisfies TimbreNetwork<Features>;

function binsVariant(name: string, change: Partial<TimbreNetwork<Features>>): Model {
  return timbreModel<Features>({ ...BINS, name, ...change });
}

export const VARIANTS: readonly Model[] = [
  beamVariant("cross-entropy", {
    loss: (logits, targets, head) =>
      weightedCrossEntropy(logits, targets, CROSS_ENTROPY_WEIGHTS[head]),
  }),
  ...EPSILONS.map((epsilon) =>
    beamVariant(`epsilon-${epsilon}`, {
      network: (layers, heard) => beam(layers, heard, Number(epsilon)),
    })
  ),
  beamVariant("one-level", {
    network: (layers, heard) => beam(layers, oneLevel(heard)),
    wholeWindow: true,
  }),
  timbreModel(BINS),
  binsVariant("bins-affinity", { loss: affinityLoss }),
  ...OTHER_SIZES.map((size) =>
    binsVariant(`bins-${size}`, { embeddingSize: size, network: binEncoder(size) })
  ),
  unifiedModel({
    ...BINS,
    name: "bins-unified",
    description: "BasicAMT's onsets, and vectors of bins that tell timbres and where notes sound",
  }),
];
