/**
 * Deaf: a control for Prism. It compares notes as Prism does but sees no spectra, so that all it
 * can go by is when, how long, how high and how loud they sound. What Prism knows beyond it, it
 * knows by ear.
 *
 * @module
 */
import { constant } from "../graph/trace.ts";
import type { EnsemblesRecipe } from "../train/recipe.ts";
import type { Model } from "./model.ts";
import { PRISM } from "./prism.ts";

/** The kernel by which spectra enter. */
const KERNEL = `${PRISM.branch}.spectrum.kernel`;

export const DEAF: Model<EnsemblesRecipe> = {
  ...PRISM,
  name: "deaf",
  description: "A control: Prism that sees no spectra, only times, pitches and loudness",

  /** The kernel starts at zero. */
  losses(trace, recipe) {
    const losses = PRISM.losses(trace, recipe);
    const kernel = trace.parameters.find(({ name }) => name === KERNEL);
    if (kernel === undefined) throw new Error(`Cannot make prism deaf: it has no ${KERNEL}`);
    kernel.initial = constant(0);
    return losses;
  },

  /** Without spectra the kernel has no gradient, and so it stays there. */
  draw(...args) {
    const { spectrum: { shape, data }, ...feeds } = PRISM.draw(...args);
    return { ...feeds, spectrum: { shape, data: new Float32Array(data.length) } };
  },
};
