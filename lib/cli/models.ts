/**
 * Models as command lines name them.
 *
 * @module
 */
import { readdir, stat } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { cardUrl, DEFAULT_MODEL, loadModel, type Model } from "../inference/model.ts";
import type { Backend } from "../inference/runtime.ts";
import { userPath } from "./files.ts";

/** The card of a bundled model by its name, or of any model by the path of its card, `….json`. */
export function namedCard(model: string): URL {
  return cardUrl(model.endsWith(".json") ? pathToFileURL(userPath(model)) : model);
}

/**
 * Loads the model of {@linkcode namedCard}.
 *
 * @throws {Error} If there is none, with the names of those that there are.
 */
export async function loadNamedModel(model: string, backend: Backend): Promise<Model> {
  const card = namedCard(model);
  const isThere = await stat(card).then((about) => about.isFile(), () => false);
  if (isThere) return await loadModel(card, backend);
  if (model.endsWith(".json")) throw new Error(`there is no model card ${model}`);
  const others = (await bundledModels()).join(", ");
  throw new Error(
    `no model called ${model} comes with noteprism; name one of ${others}, or the path of a card (.json)`,
  );
}

/** Names of the models that come with noteprism. */
async function bundledModels(): Promise<string[]> {
  const files = await readdir(new URL(".", cardUrl(DEFAULT_MODEL)));
  return files.flatMap((file) => file.match(/^([^.]+)\.json$/)?.[1] ?? []).sort();
}
