/**
 * Models as command lines name them.
 *
 * @module
 */
import { pathToFileURL } from "node:url";
import { loadModel, type Model } from "../inference/model.ts";
import type { Backend } from "../inference/runtime.ts";
import { userPath } from "./files.ts";

/** Loads a bundled model by its name, or any model by the path of its card, `….json`. */
export function loadNamedModel(model: string, backend: Backend): Promise<Model> {
  return loadModel(model.endsWith(".json") ? pathToFileURL(userPath(model)) : model, backend);
}
