import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { build } from "../../core-asm/build.ts";

const COMMITTED = new Uint8Array(
  await readFile(new URL("../../core-asm/core.wasm", import.meta.url)),
);

Deno.test("core.wasm is what its sources compile to", async () => {
  const built = await build();
  const same = built.length === COMMITTED.length && built.every((b, i) => b === COMMITTED[i]);
  assert.ok(same, "core.wasm is stale: run `deno run -A core-asm/build.ts`");
});

Deno.test("core.wasm imports nothing", async () => {
  const module = await WebAssembly.compile(COMMITTED);
  assert.deepEqual(WebAssembly.Module.imports(module), []);
});
