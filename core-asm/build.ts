/**
 * Compiles the AssemblyScript kernels into core.wasm.
 *
 * ```sh
 * deno run -A core-asm/build.ts
 * ```
 *
 * @module
 */
import asc from "assemblyscript/asc";
import { readFile, writeFile } from "node:fs/promises";

const HERE = new URL("./", import.meta.url);

const OPTIONS = [
  "assembly/index.ts",
  "--outFile=core.wasm",
  "--runtime=stub",
  "--use=abort=",
  "--enable=simd",
  "--optimizeLevel=3",
  "--converge",
  "--noAssert",
];

/** The compiled module. Fails with the compiler's messages. */
export async function build(): Promise<Uint8Array> {
  let wasm: Uint8Array | undefined;
  const { error, stderr } = await asc.main(OPTIONS, {
    readFile: (name) => readFile(new URL(name, HERE), "utf8").catch(() => null),
    writeFile(_name, content) {
      if (typeof content !== "string") wasm = content;
    },
    listFiles: () => [],
  });
  if (error || !wasm) throw new Error(`Cannot compile core-asm: ${stderr.toString()}`);
  return wasm;
}

if (import.meta.main) await writeFile(new URL("core.wasm", HERE), await build());
