/**
 * Deaf: a control for Prism. It compares notes as Prism does but hears no sound, so that all it
 * can go by is when, how long, how high and how loud notes are. What Prism knows beyond it, it
 * knows by ear.
 *
 * @module
 */
import { PLACES, RELATIONS } from "../../lib/timbre/relations.ts";
import type { Initialiser } from "../graph/trace.ts";
import type { Feed } from "../train/batch.ts";
import type { EnsemblesRecipe } from "../train/recipe.ts";
import type { Model } from "./model.ts";
import { PRISM } from "./prism.ts";

/** The kernels by which sound enters, and the first of their inputs that is sound. */
const SOUND_INPUTS: readonly [kernel: string, first: number][] = [
  [`${PRISM.branch}.spectrum.kernel`, 0],
  [`${PRISM.branch}.relations.kernel`, PLACES],
];

/** Zero for inputs from `first` on, of a kernel outputs × inputs … */
function without(initial: Initialiser, inputs: number, first: number): Initialiser {
  return (random, size) => initial(random, size).map((value, i) => i % inputs < first ? value : 0);
}

/** What passages × relations × notes × notes say of how notes lie. */
function places({ shape, data }: Feed): Feed {
  const pairs = shape[2] * shape[3];
  const isPlace = (at: number) => Math.floor(at / pairs) % RELATIONS < PLACES;
  return { shape, data: (data as Float32Array).map((value, at) => isPlace(at) ? value : 0) };
}

export const DEAF: Model<EnsemblesRecipe> = {
  ...PRISM,
  name: "deaf",
  description: "A control: Prism without sound, left with times, pitches and loudness",

  /** Weights of what is sound start at zero. */
  losses(trace, recipe) {
    const losses = PRISM.losses(trace, recipe);
    for (const [name, first] of SOUND_INPUTS) {
      const kernel = trace.parameters.find((parameter) => parameter.name === name);
      if (kernel === undefined) throw new Error(`Cannot make prism deaf: it has no ${name}`);
      kernel.initial = without(kernel.initial, kernel.shape[1], first);
    }
    return losses;
  },

  /** Where there is no sound, its weights have no gradient, and so they stay there. */
  draw(...args) {
    const { spectrum, relations, ...feeds } = PRISM.draw(...args);
    return {
      ...feeds,
      spectrum: { shape: spectrum.shape, data: new Float32Array(spectrum.data.length) },
      relations: places(relations),
    };
  },
};
