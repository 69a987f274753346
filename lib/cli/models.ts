/**
 * Models as command lines name them.
 *
 * @module
 */
import { pathToFileURL } from "node:url";
import { cardUrl, loadModel, type Model } from "../inference/model.ts";
import type { Backend } from "../inference/runtime.ts";
import { userPath } from "./files.ts";

/** The card of a bundled model by its name, or of any model by the path of its card, `….json`. */
export function namedCard(model: string): URL {
  return cardUrl(model.endsWith(".json") ? pathToFileURL(userPath(model)) : model);
}

/** Loads the model of {@linkcode namedCard}. */
export function loadNamedModel(model: string, backend: Backend): Promise<Model> {
  return loadModel(namedCard(model), backend);
}
