import assert from "node:assert/strict";
import { checkCells } from "../../notebooks/runner/check.ts";
import { Kernel } from "../../notebooks/runner/kernel.ts";
import { hasOutputs, type Output, readNotebook } from "../../notebooks/runner/notebook.ts";
import { runNotebook } from "../../notebooks/runner/run.ts";
import { withNotebook } from "./notebooks.ts";

/** Seconds that a notebook of no work may take on a busy machine. */
const LIMIT = 120;

function printed(outputs: readonly Output[]): string {
  return outputs.map((output) => output.output_type === "stream" ? output.text : "").join("");
}

Deno.test("runNotebook() keeps every output, in order and with its cell", async () => {
  const cells = [
    "for (let i = 0; i < 300; i++) console.log(i);",
    `await Deno.jupyter.broadcast("display_data", { data: { "text/plain": "shown" }, metadata: {} });
     console.log("after");`,
    "const answer = 42;",
    "answer + 1",
  ];
  await withNotebook(cells, async (path) => {
    const { notebook, failure } = await runNotebook(path, LIMIT);
    assert.equal(failure, undefined);
    const outputs = notebook.cells.map((cell) => cell.cell_type === "code" ? cell.outputs : []);
    const numbers = Array.from({ length: 300 }, (_, i) => `${i}\n`).join("");
    assert.equal(printed(outputs[0]), numbers);
    assert.deepEqual(outputs[1].map(({ output_type }) => output_type), ["display_data", "stream"]);
    assert.deepEqual(outputs[2], []);
    const [result] = outputs[3];
    assert.equal("data" in result && result.data["text/plain"], "43");
  });
});

Deno.test("runNotebook() keeps to a cell what it prints, however much beside the kernel", async () => {
  const cells = [
    "await Deno.writeFile('/dev/stderr', new Uint8Array(1e6));",
    "console.log('a'.repeat(1e6));",
    "console.error('b'); console.log('c');",
  ];
  await withNotebook(cells, async (path) => {
    const { notebook, failure } = await runNotebook(path, LIMIT);
    assert.equal(failure, undefined);
    const texts = notebook.cells.map((cell) => "outputs" in cell && printed(cell.outputs));
    assert.deepEqual(texts, ["", `${"a".repeat(1e6)}\n`, "b\nc\n"]);
  });
});

Deno.test("runNotebook() tells with what words a kernel has ended", async () => {
  const cell = "await Deno.writeTextFile('/dev/stderr', 'last words'); Deno.kill(Deno.pid);";
  await withNotebook([cell], async (path) => {
    const { failure } = await runNotebook(path, LIMIT);
    assert.match(failure!, /\nthe kernel has ended with status \d+\n[^]*last words$/);
  });
});

Deno.test("runNotebook() starts every notebook afresh", async () => {
  await withNotebook(["globalThis.name ??= 'fresh'; globalThis.name"], async (path) => {
    for (let time = 0; time < 2; time++) {
      const { notebook: { cells: [cell] } } = await runNotebook(path, LIMIT);
      assert.match(JSON.stringify(cell), /fresh/);
    }
  });
});

Deno.test("runNotebook() says which cell failed, and runs none after it", async () => {
  const cells = ["1", "const wrong = 5;\nthrow new RangeError(`${wrong} is wrong`);", "3"];
  await withNotebook(cells, async (path) => {
    const { notebook, failure } = await runNotebook(path, LIMIT);
    assert.match(failure!, /^cell 2 failed:\n {2}\| const wrong = 5;\n {2}\| throw/);
    assert.match(failure!, /RangeError: 5 is wrong/);
    assert.deepEqual(notebook.cells.map((cell) => "outputs" in cell && cell.outputs.length), [
      1,
      1,
      0,
    ]);
  });
});

Deno.test("runNotebook() ends a cell that does not", async () => {
  await withNotebook(["for (;;);"], async (path) => {
    const { failure } = await runNotebook(path, 1);
    assert.match(failure!, /cell 1 failed:\n {2}\| for \(;;\);\nthe notebook has taken longer/);
  });
});

Deno.test("Kernel.start() names a program that has no kernel", async () => {
  const found = Kernel.start(".", "/no/such/deno");
  await assert.rejects(found, /^Error: Cannot start the kernel \(\/no\/such\/deno jupyter/);
});

Deno.test("checkCells() finds type errors in cells by number and line", async () => {
  await withNotebook(["const a = 1;", "const b = a;\nconst c: string = b;"], async (path) => {
    assert.match((await checkCells(path))!, /TS2322[\s\S]*cell 2, line 2/);
  });
  await withNotebook(["const a = 1;", "await Promise.resolve(a)"], async (path) => {
    assert.equal(await checkCells(path), undefined);
  });
});

Deno.test("the notebooks of the project are stored without outputs", async () => {
  const folder = new URL("../../notebooks/", import.meta.url);
  const names = (await Array.fromAsync(Deno.readDir(folder)))
    .map(({ name }) => name).filter((name) => name.endsWith(".ipynb"));
  assert.ok(names.length > 0);
  for (const name of names) {
    assert.ok(!hasOutputs(await readNotebook(new URL(name, folder).pathname)), name);
  }
});
