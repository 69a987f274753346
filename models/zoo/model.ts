/**
 * What a model of the zoo is. The trainer, the exporter and the command line know models by this
 * alone; `mod.ts` lists them.
 *
 * A model is trained one branch at a time. Its own branch is what a run of `deno task train MODEL`
 * learns: each step draws a batch with `draw`, feeds it to the graph that `losses` built, and moves
 * the parameters which `losses` asked its trace for. The two fix between them what a batch is, so a
 * model is free to learn from something other than crops of sound: it declares inputs of its own in
 * `losses` and fills them by name in `draw`. With a `base`, a model holds the trained branch of
 * another model besides, as Septimbre holds BasicAMT.
 *
 * {@linkcode noteModel} and {@linkcode timbreModel} define the two usual kinds.
 *
 * @module
 */
import type { FeatureName } from "../../lib/frontend/features.ts";
import type { Random } from "../../lib/random.ts";
import type { Tensor } from "../graph/graph.ts";
import type { Hearing } from "../graph/input.ts";
import type { Trace } from "../graph/trace.ts";
import type { Feeds } from "../train/batch.ts";
import type { Clips } from "../train/clips.ts";
import type { Recipe } from "../train/recipe.ts";

/** Scalars; `loss` is what training lowers, the others are shown. */
export type Losses = { loss: Tensor } & Record<string, Tensor>;

/** What an inference graph says, time first. */
export interface Said {
  /** Batch × frames × 84. */
  onset: Tensor;
  /** Batch × frames × 84. */
  frame: Tensor;
  /** Unit vectors, batch × frames × 84 × embeddingSize. */
  embedding?: Tensor;
}

export interface Model<R extends Recipe = Recipe> {
  readonly name: string;
  readonly description: string;
  /** Features of its inference graph. */
  readonly inputs: readonly FeatureName[];
  /** Frames on either side of a frame that inference hears with it. */
  readonly context: number;
  /** Whether frames beyond the context count too, through recurrence or norms over the window. */
  readonly wholeWindow?: boolean;
  readonly embeddingSize?: number;
  /** First part of the names of all parameters of its own branch. */
  readonly branch: string;
  /** Model whose trained branch this one holds too. */
  readonly base?: string;
  /** Whether the base takes part in training too, unchanged. */
  readonly hearsBase?: boolean;
  /** How its own branch is trained unless the command line says otherwise. */
  readonly recipe: R;

  /** The graph of a training step of its own branch. */
  losses(trace: Trace, recipe: R): Losses;

  /** Values of the inputs that `losses` declares; `vary` turns augmentation on. */
  draw(clips: Clips, recipe: R, random: Random, vary: boolean): Feeds;

  /** The inference graph of all branches; `heard` holds the model's inputs. */
  infer(trace: Trace, heard: Hearing<FeatureName>): Said;

  /**
   * Inference graphs beside the main one by name, each written as `MODEL.NAME.onnx` and named on
   * the card; such a graph declares its own inputs.
   */
  readonly further?: Readonly<Record<string, (trace: Trace) => Record<string, Tensor>>>;
}
