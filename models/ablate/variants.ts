/**
 * What is tried: each variant is a model, a recipe and data that differ in one respect from the
 * first variant of the same question.
 *
 * @module
 */
import type { NotesRecipe, TimbresRecipe } from "../train/recipe.ts";

/** Kinds of training data; one folder of mixtures each. */
export const KINDS = {
  data: "every kind of timbre, players within their ranges",
  uniform: "every kind of timbre, notes anywhere (synth --style uniform)",
  banks: "recorded timbres alone (synth --sources bank,font)",
  procedural:
    "procedural timbres alone (synth --sources additive,reed,modal,fm,karplus,subtractive)",
} as const;

export type Kind = keyof typeof KINDS;

export interface Variant {
  /** What it is called on the command line, and its folder. */
  name: string;
  /** What differs, as tables call it. */
  label: string;
  /** Of the zoo; see `models/zoo/variants.ts`. */
  model: string;
  recipe?: Partial<NotesRecipe> | Partial<TimbresRecipe>;
  /** What it is trained on; `data` if nothing is named. */
  kind?: Kind;
  /** The variant that it shares its training with. */
  trainedAs?: string;
  /** Whether timbres are clustered frame by frame: the first of its question, heard otherwise. */
  byFrames?: boolean;
}

/** The origin's focal weights of positives. */
const ORIGIN_ALPHA = { onset: 0.06, frame: 0.2 };

export const VARIANTS: readonly Variant[] = [
  { name: "beam", label: "notes as they are", model: "beam" },
  { name: "beam-adamw", label: "AdamW, not Muon", model: "beam", recipe: { muon: false } },
  {
    name: "beam-alpha",
    label: "focal weights .06 / .2, not .3 / .35",
    model: "beam",
    recipe: { alpha: ORIGIN_ALPHA },
  },
  {
    name: "beam-onsets-1",
    label: "onsets weigh no more than frames",
    model: "beam",
    recipe: { onsetWeight: 1 },
  },
  {
    name: "beam-cross-entropy",
    label: "weighted cross entropy, not focal",
    model: "beam-cross-entropy",
  },
  ...["1e-9", "1e-8", "1e-7", "1e-6"].map((epsilon) => ({
    name: `beam-epsilon-${epsilon}`,
    label: `epsilon ${epsilon}, not 2e-6`,
    model: `beam-epsilon-${epsilon}`,
  })),
  {
    name: "beam-one-level",
    label: "level of the whole window, not local",
    model: "beam-one-level",
  },
  { name: "beam-uniform", label: "notes anywhere, no ranges", model: "beam", kind: "uniform" },
  { name: "beam-banks", label: "recorded timbres alone", model: "beam", kind: "banks" },
  { name: "beam-procedural", label: "procedural alone", model: "beam", kind: "procedural" },
  { name: "bins", label: "timbres of bins as they are", model: "bins" },
  {
    name: "bins-frames",
    label: "frames clustered, not notes",
    model: "bins",
    trainedAs: "bins",
    byFrames: true,
  },
  { name: "bins-affinity", label: "affinity loss, not InfoNCE", model: "bins-affinity" },
  {
    name: "bins-notes",
    label: "means of notes contrasted, not bins",
    model: "bins",
    recipe: { bins: 1024, binsPerNote: 8 },
  },
  ...[8, 16, 24].map((size) => ({
    name: `bins-${size}`,
    label: `${size} dimensions, not 12`,
    model: `bins-${size}`,
  })),
  {
    name: "bins-unified",
    label: "one vector: direction timbre, length frame posterior",
    model: "bins-unified",
  },
  { name: "bins-uniform", label: "notes anywhere, no ranges", model: "bins", kind: "uniform" },
  { name: "bins-banks", label: "recorded timbres alone", model: "bins", kind: "banks" },
  { name: "bins-procedural", label: "procedural alone", model: "bins", kind: "procedural" },
];
