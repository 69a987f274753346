/**
 * How parameters follow their gradients.
 *
 * @module
 */
import type { Parameter } from "../graph/trace.ts";
import { decayOf, views } from "./layout.ts";
import { Muon } from "./muon.ts";
import { adamW, learningRate } from "./optimiser.ts";
import type { Recipe } from "./recipe.ts";
import type { State } from "./state.ts";

export class Descent {
  readonly #parameters: readonly Parameter[];
  readonly #recipe: Recipe;
  readonly #decay: Float32Array;
  readonly #muon?: Muon;

  private constructor(parameters: readonly Parameter[], recipe: Recipe, muon?: Muon) {
    this.#parameters = parameters;
    this.#recipe = recipe;
    this.#decay = decayOf(parameters, recipe.weightDecay);
    this.#muon = muon;
  }

  static async create(parameters: readonly Parameter[], recipe: Recipe): Promise<Descent> {
    const muon = recipe.muon ? await Muon.create(parameters) : undefined;
    return new Descent(parameters, recipe, muon);
  }

  /**
   * Moves the parameters of `state`, in place: kernels by Muon if the recipe says so, all others
   * by AdamW.
   *
   * @returns the learning rate
   */
  async step(state: State, gradient: Float32Array): Promise<number> {
    const rate = learningRate(this.#recipe, state.step);
    const arrays = [
      state.parameters,
      gradient,
      state.firstMoment,
      state.secondMoment,
      this.#decay,
    ].map((flat) => views(flat, this.#parameters));
    const parts = new Map(this.#parameters.map(({ name }) => {
      const [values, gradient, first, second, decay] = arrays.map((parts) => parts.get(name)!);
      return [name, { values, gradient, first, second, decay }];
    }));
    await this.#muon?.step(parts, rate);
    for (const [name, part] of parts) {
      if (!this.#muon?.moves(name)) {
        adamW(part.values, part.gradient, part, state.step, rate, part.decay);
      }
    }
    return rate;
  }

  async release(): Promise<void> {
    await this.#muon?.release();
  }
}
