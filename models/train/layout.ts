/**
 * Named arrays laid end to end in one.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import { sizeOf } from "../graph/graph.ts";
import { countValues, type Parameter, type Values } from "../graph/trace.ts";

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

/**
 * Initial values, drawn from a stream of each parameter's own where they are not known.
 *
 * @throws {Error} If known values do not fit.
 */
export function initialValues(
  parameters: readonly Parameter[],
  random: Random,
  known: Values = new Map(),
): Float32Array {
  const flat = new Float32Array(countValues(parameters));
  const parts = views(flat, parameters);
  for (const { name, shape, initial } of parameters) {
    const values = known.get(name) ?? initial(random.fork(name), sizeOf(shape));
    if (values.length !== sizeOf(shape)) {
      throw new Error(`Cannot start from ${values.length} values of ${name}: it has ${shape}`);
    }
    parts.get(name)!.set(values);
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
