/**
 * Pooling over frequency.
 *
 * @module
 */
import type { Tensor } from "./graph.ts";
import { pad, reshape, slice } from "./shape.ts";

/**
 * The larger of every two neighbouring bins of batch × channels × bins × frames; an odd last bin is
 * dropped. Of two equal bins both get the gradient.
 */
export function poolPairs(x: Tensor): Tensor {
  const { graph } = x;
  const [batch, channels, , frames] = x.shape;
  const bins = x.size(2);
  const pairs = Math.floor(bins / 2);
  const forward = () =>
    graph.emit("MaxPool", [x], [batch, channels, pairs, frames], {
      kernel_shape: [2, 1],
      strides: [2, 1],
    });
  return graph.record([x], forward, [(dy, y) => {
    const [batch, channels, , frames] = x.sizes;
    const apart = [batch, channels, pairs, 2, frames];
    const single = [batch, channels, pairs, 1, frames];
    const candidates = reshape(slice(x, 2, 0, 2 * pairs), apart);
    const chosen = graph.emit("Equal", [candidates, reshape(y, single)], apart);
    const dx = graph.emit("Where", [chosen, reshape(dy, single), graph.scalar(0)], apart);
    const joined = reshape(dx, [batch, channels, 2 * pairs, frames]);
    return bins === 2 * pairs ? joined : pad(joined, [0, 0, 0, 0], [0, 0, 1, 0]);
  }]);
}
