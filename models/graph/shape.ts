/**
 * Operators that move values without changing them.
 *
 * @module
 */
import type { Shape, Tensor } from "./graph.ts";
import type { Dimension } from "./onnx.ts";

/**
 * The same values in another shape. Dynamic dimensions keep their place, but for one, which becomes
 * whatever is left.
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const target = shape.map((size, i) =>
    typeof size === "number" ? size : size === x.shape[i] ? 0 : -1
  );
  const forward = () => x.graph.emit("Reshape", [x, x.graph.integers(target)], shape);
  return x.graph.record([x], forward, [(dy) => reshape(dy, x.shape)]);
}

/** Axis `i` of the result is axis `order[i]` of `x`. */
export function transpose(x: Tensor, order: readonly number[]): Tensor {
  const shape = order.map((axis) => x.shape[axis]);
  const back = order.map((_, axis) => order.indexOf(axis));
  const forward = () => x.graph.emit("Transpose", [x], shape, { perm: order });
  return x.graph.record([x], forward, [(dy) => transpose(dy, back)]);
}

/** `size` plus `count`; only static dimensions change. */
function grown(size: Dimension, count: number): Dimension {
  if (count === 0) return size;
  if (typeof size === "number") return size + count;
  throw new Error(`Cannot change the dynamic dimension "${size}" by ${count}`);
}

/** Zeros `before` and `after` each axis. */
export function pad(x: Tensor, before: readonly number[], after: readonly number[]): Tensor {
  if ([...before, ...after].every((count) => count === 0)) return x;
  const shape = x.shape.map((size, i) => grown(size, before[i] + after[i]));
  const forward = () => x.graph.emit("Pad", [x, x.graph.integers([...before, ...after])], shape);
  const crop = (dy: Tensor) =>
    x.sizes.reduce((part, size, i) => slice(part, i, before[i], before[i] + size), dy);
  return x.graph.record([x], forward, [crop]);
}

/** Elements `start` (included) to `end` (excluded) of one axis. */
export function slice(x: Tensor, axis: number, start: number, end: number): Tensor {
  if (start === 0 && end === x.shape[axis]) return x;
  const { graph } = x;
  const shape = x.shape.map((size, i) => i === axis ? end - start : size);
  const bounds = [[start], [end], [axis]].map((bound) => graph.integers(bound));
  const forward = () => graph.emit("Slice", [x, ...bounds], shape);
  const spread = (dy: Tensor) => {
    const before = x.shape.map((_, i) => i === axis ? start : 0);
    const after = x.sizes.map((size, i) => i === axis ? size - end : 0);
    return pad(dy, before, after);
  };
  return graph.record([x], forward, [spread]);
}

/** `x` read backwards along `axes`. */
export function reverse(x: Tensor, axes: readonly number[]): Tensor {
  const { graph } = x;
  const last = graph.integers(axes.map(() => -1));
  const beyond = graph.integers(axes.map(() => -(2 ** 31)));
  const forward = () => graph.emit("Slice", [x, last, beyond, graph.integers(axes), last], x.shape);
  return graph.record([x], forward, [(dy) => reverse(dy, axes)]);
}

/** The same values; no gradient flows through. */
export function detach(x: Tensor): Tensor {
  return x.graph.emit("Identity", [x], x.shape);
}

export function concat(parts: readonly Tensor[], axis: number): Tensor {
  const { graph } = parts[0];
  if (parts.length === 1) return parts[0];
  const ends = parts.reduce<number[]>((at, part) => {
    const size = part.shape[axis];
    if (typeof size !== "number") throw new Error(`Cannot concatenate over "${size}"`);
    return [...at, (at.at(-1) ?? 0) + size];
  }, []);
  const shape = parts[0].shape.map((size, i) => i === axis ? ends[ends.length - 1] : size);
  return graph.record(
    parts,
    () => graph.emit("Concat", parts, shape, { axis }),
    parts.map((_, i) => (dy: Tensor) => slice(dy, axis, ends[i - 1] ?? 0, ends[i])),
  );
}

/**
 * Vectors of `x` at `indices`: with `x` of shape a × b × c × d and `indices` of n × 3 (int64,
 * within bounds), the result is n × d.
 */
export function gather(x: Tensor, indices: Tensor): Tensor {
  const { graph } = x;
  const [count, depth] = indices.sizes;
  const forward = () => graph.emit("GatherND", [x, indices], [count, ...x.shape.slice(depth)]);
  const scatter = (dy: Tensor) => {
    const zeros = graph.emit("Expand", [graph.scalar(0), graph.integers(x.sizes)], x.shape);
    return graph.emit("ScatterND", [zeros, indices, dy], x.shape, { reduction: "add" });
  };
  return graph.record([x], forward, [scatter]);
}
