import assert from "node:assert/strict";
import { abortable } from "../lib/abortable.ts";

/** Counts to `end`, and then says nothing more; tells when it was asked to return. */
function counting(end: number) {
  const source = {
    returned: false,
    async *[Symbol.asyncIterator]() {
      try {
        for (let i = 0; i < end; i++) yield await Promise.resolve(i);
      } finally {
        source.returned = true;
      }
    },
  };
  return source;
}

const silent: AsyncIterable<number> = {
  [Symbol.asyncIterator]: () => ({
    next: () => new Promise(() => {}),
    return: () => new Promise(() => {}),
  }),
};

Deno.test("abortable() yields what its source yields and lets it return", async () => {
  const { signal } = new AbortController();
  assert.deepEqual(await Array.fromAsync(abortable(counting(3), signal)), [0, 1, 2]);
  const source = counting(3);
  for await (const i of abortable(source, signal)) if (i === 1) break;
  assert.ok(source.returned);
});

Deno.test("abortable() ends with the signal's reason while its source is silent, and before", async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error("enough")));
  await assert.rejects(Array.fromAsync(abortable(silent, stop.signal)), /enough/);
  await assert.rejects(Array.fromAsync(abortable(counting(3), stop.signal)), /enough/);
});

Deno.test("abortable() passes a failure of its source on", async () => {
  async function* failing() {
    yield await Promise.resolve(1);
    throw new Error("broken");
  }
  const { signal } = new AbortController();
  await assert.rejects(Array.fromAsync(abortable(failing(), signal)), /broken/);
});
