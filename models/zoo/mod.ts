/**
 * The zoo: every model that can be trained.
 *
 * @module
 */
import { BASICAMT } from "./basicamt.ts";
import { BEAM } from "./beam.ts";
import { BASICPITCH } from "./basicpitch.ts";
import { DEAF } from "./deaf.ts";
import type { Model } from "./model.ts";
import { ONSETS_FRAMES } from "./onsets_frames.ts";
import { PRISM } from "./prism.ts";
import { SEPTIMBRE } from "./septimbre.ts";
import { TANAKA } from "./tanaka.ts";
import { VARIANTS } from "./variants.ts";

export const MODELS: readonly Model[] = [
  BASICAMT,
  BASICPITCH,
  BEAM,
  DEAF,
  ONSETS_FRAMES,
  PRISM,
  SEPTIMBRE,
  TANAKA,
];

/** A model by its name, one for ablations too. */
export function modelNamed(name: string): Model {
  const model = [...MODELS, ...VARIANTS].find((model) => model.name === name);
  if (model) return model;
  const names = MODELS.map(({ name }) => name).join(", ");
  throw new Error(`Cannot find the model ${name}: the zoo holds ${names}`);
}
