/**
 * The zoo: every model that can be trained.
 *
 * @module
 */
import { BASICAMT } from "./basicamt.ts";
import type { Model } from "./model.ts";
import { SEPTIMBRE } from "./septimbre.ts";

export const MODELS: readonly Model[] = [BASICAMT, SEPTIMBRE];

/** A model by its name. */
export function modelNamed(name: string): Model {
  const model = MODELS.find((model) => model.name === name);
  if (model) return model;
  const names = MODELS.map(({ name }) => name).join(", ");
  throw new Error(`Cannot find the model ${name}: the zoo holds ${names}`);
}
