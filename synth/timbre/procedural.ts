/**
 * The procedural sources by name.
 *
 * @module
 */
import { additive } from "./additive.ts";
import { fm } from "./fm.ts";
import { karplus } from "./karplus.ts";
import { modal } from "./modal.ts";
import type { Place } from "./neighbour.ts";
import { reed } from "./reed.ts";
import { subtractive } from "./subtractive.ts";
import type { Timbre } from "./timbre.ts";

export type Procedural = "additive" | "reed" | "fm" | "subtractive" | "karplus" | "modal";

export const PROCEDURAL: Readonly<Record<Procedural, (place: Place) => Timbre>> = {
  additive,
  reed,
  fm,
  subtractive,
  karplus,
  modal,
};
