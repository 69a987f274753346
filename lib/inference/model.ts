/**
 * Models by name or by card.
 *
 * @module
 */
import { FEATURES } from "../frontend/features.ts";
import type { Card } from "./card.ts";
import { type Backend, createSession, type Session } from "./runtime.ts";

/** A network ready to run, and what its card says. */
export interface Model {
  card: Card;
  session: Session;
  /** The network for frames as they come. */
  live?: Session;
  /** Networks beside the main one, by what they are for. */
  further: Readonly<Record<string, Session | undefined>>;
}

/** Where the models that come with noteprism lie. */
const WEIGHTS = new URL("../../models/weights/", import.meta.url);

/** The model used when none is named. */
export const DEFAULT_MODEL = "prism";

/** Where a model's card lies; see {@linkcode loadModel}. */
export function cardUrl(model: string | URL): URL {
  return model instanceof URL ? model : new URL(`${model}.json`, WEIGHTS);
}

/**
 * Loads a model.
 *
 * @param model Name of a bundled model, or the URL of a card.
 * @param threads Of the engine; in a browser more than one needs a cross-origin isolated page.
 * @throws {Error} If there is no such model or its card does not hold together.
 */
export async function loadModel(
  model: string | URL,
  backend: Backend = "wasm",
  threads = 1,
): Promise<Model> {
  const url = cardUrl(model);
  const card = checkCard(JSON.parse(new TextDecoder().decode(await read(url))), url);
  const open = async (file: string) =>
    await createSession(await read(new URL(file, url)), backend, threads);
  const further = await Promise.all(
    Object.entries(card.further ?? {}).map(async ([name, file]) => [name, await open(file)]),
  );
  const live = card.live && await open(card.live.file);
  return { card, session: await open(card.file), live, further: Object.fromEntries(further) };
}

async function read(url: URL): Promise<Uint8Array> {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`status ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new Error(`Cannot load the model: ${url.href} is not there (${reason})`);
  }
}

function checkCard(card: Card, url: URL): Card {
  const lacks = (what: string) => new Error(`Cannot load the model: the card ${url.href} ${what}`);
  if (card?.schema !== 1) throw lacks(`has schema ${card?.schema}, not 1`);
  for (const key of ["file", "inputs", "outputs", "context", "window", "thresholds"] as const) {
    if (card[key] === undefined) throw lacks(`lacks "${key}"`);
  }
  const unknown = Object.keys(card.inputs).filter((name) => !(name in FEATURES));
  if (unknown.length > 0) throw lacks(`asks for features nobody knows: ${unknown.join(", ")}`);
  if (Object.keys(card.inputs).length === 0) throw lacks("asks for no features");
  if (card.window <= 2 * card.context) throw lacks(`has a window of only ${card.window} frames`);
  if (card.outputs.embedding && !card.embeddingSize) throw lacks(`lacks "embeddingSize"`);
  return card;
}
