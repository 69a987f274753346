/**
 * Named arrays laid end to end in one.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import { sizeOf } from "../graph/graph.ts";
import { countValues, type Parameter } from "../graph/trace.ts";

/** The part of `flat` that belongs to each parameter, by name; memory is shared. */
export function views<B extends ArrayBufferLike>(
  flat: Float32Array<B>,
  parameters: readonly Parameter[],
): Map<string, Float32Array<B>> {
  let at = 0;
  return new Map(parameters.map(({ name, shape }) => {
    const start = at;
    at += sizeOf(shape);
    return [name, flat.subarray(start, at)];
  }));
}

/** Initial values, drawn from a stream of each parameter's own. */
export function initialValues(parameters: readonly Parameter[], random: Random): Float32Array {
  const flat = new Float32Array(countValues(parameters));
  const parts = views(flat, parameters);
  for (const { name, shape, initial } of parameters) {
    parts.get(name)!.set(initial(random.fork(name), sizeOf(shape)));
  }
  return flat;
}

/** Weight decay of each value: kernels decay; gains, shifts, biases and slopes do not. */
export function decayOf(parameters: readonly Parameter[], decay: number): Float32Array {
  const flat = new Float32Array(countValues(parameters));
  const parts = views(flat, parameters);
  for (const { name, shape } of parameters) if (shape.length > 1) parts.get(name)!.fill(decay);
  return flat;
}
