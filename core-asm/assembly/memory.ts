/** Room for `count` float32 values, zeroed and 16-byte aligned; it is never given back. */
export function floats(count: i32): usize {
  const bytes = <usize>count << 2;
  const pointer = heap.alloc(bytes);
  memory.fill(pointer, 0, bytes);
  return pointer;
}
