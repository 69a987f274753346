/**
 * noteprism's own models under test: as they are, with another's notes, and with the parts of a
 * mix heard alone.
 *
 * @module
 */
import { THRESHOLD_GRID } from "../../evaluate/benchmark/thresholds.ts";
import type { Backend } from "../../inference/runtime.ts";
import type { Heard } from "../../listen.ts";
import type { PriorName } from "../../timbre/priors.ts";
import type { Keeper } from "./cache.ts";
import { type Listener, openListener } from "./listener.ts";
import type { System } from "./system.ts";
import { writeDown } from "./write_down.ts";

/**
 * A model by its bundled name or the path of its card.
 *
 * @param priors What it expects of players besides their sound.
 */
export async function openModel(
  name: string,
  backend: Backend,
  keeper: Keeper,
  priors: readonly PriorName[] = [],
): Promise<System> {
  const listener = await openListener(name, backend, keeper);
  const { model } = listener;
  const system = systemOf(listener);
  return {
    ...system,
    name: [system.name, ...priors].join(" + "),
    async listen(mix) {
      const { heard, cost } = await listener.hear(mix);
      return { cost, write: (setting) => writeDown(model, [heard], setting, priors) };
    },
  };
}

/**
 * A model that tells apart the notes of another one, so that timbres alone are compared: it goes by
 * the posteriors and thresholds of `notes`.
 */
export async function openBorrower(
  name: string,
  notes: string,
  backend: Backend,
  keeper: Keeper,
): Promise<System> {
  const [listener, lender] = [
    await openListener(name, backend, keeper),
    await openListener(notes, backend, keeper),
  ];
  const { card: { name: lenderName, thresholds } } = lender.model;
  const system = systemOf(listener);
  return {
    ...system,
    name: `${system.name}, notes of ${lenderName}`,
    thresholds: { fixed: thresholds, grid: THRESHOLD_GRID },
    async listen(mix) {
      const [{ heard }, { heard: { onset, frame } }] = [
        await listener.hear(mix),
        await lender.hear(mix),
      ];
      const mixed = { ...heard, onset, frame };
      return {
        write: (setting) => writeDown(listener.model, [mixed], { ...thresholds, ...setting }),
      };
    },
    async release() {
      await listener.release();
      await lender.release();
    },
  };
}

/**
 * A model that hears each part of a mix alone and then tells the notes of all parts apart. What
 * goes by the sound of a note in its mix fails here; what goes by timbre does not.
 */
export async function openSolo(name: string, backend: Backend, keeper: Keeper): Promise<System> {
  const listener = await openListener(name, backend, keeper);
  const system = systemOf(listener);
  return {
    ...system,
    name: `${system.name}, parts heard alone`,
    async listen(mix) {
      if (mix.alone.length === 0) {
        throw new Error(`the parts of ${mix.name} were not recorded alone`);
      }
      const heard: Heard[] = [];
      for (const part of mix.alone) heard.push((await listener.hear(part)).heard);
      return { write: (setting) => writeDown(listener.model, heard, setting) };
    },
  };
}

function systemOf({ model: { card }, engine, release }: Listener): Omit<System, "listen"> {
  return {
    name: card.name,
    engine,
    thresholds: { fixed: card.thresholds, grid: THRESHOLD_GRID },
    release,
  };
}
