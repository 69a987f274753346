/**
 * `deno task bench`: figures of the kernels and of the whole road.
 *
 * @module
 */
import { DEFAULT_MODEL } from "../../lib/inference/model.ts";
import { benchKernels, type Figure } from "./kernels.ts";
import { benchRoad } from "./road.ts";
import { benchSynthesis } from "./synthesis.ts";

function print(figures: Figure[]): void {
  for (const { name, value, unit } of figures) {
    const rounded = Number(value.toPrecision(3)).toLocaleString("en");
    console.log(`${name.padEnd(60)} ${rounded.padStart(9)} ${unit}`);
  }
}

print(await benchKernels());
print(await benchSynthesis());
print(await benchRoad(DEFAULT_MODEL));
