/**
 * Large arrays compared without printing their differences.
 *
 * @module
 */

/** Whether two typed arrays hold the same bytes. */
export function sameBytes(a: ArrayBufferView, b: ArrayBufferView): boolean {
  const bytes = (view: ArrayBufferView) =>
    new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const [left, right] = [bytes(a), bytes(b)];
  return left.length === right.length && left.every((x, i) => x === right[i]);
}
