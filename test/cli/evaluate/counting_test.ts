import assert from "node:assert/strict";
import { COUNTERS } from "../../../lib/timbre/count.ts";
import { inFolder, run } from "../../command.ts";

const CLI = new URL("../../../lib/cli/evaluate.ts", import.meta.url);
const EXAMPLE = new URL("../../../lib/example/", import.meta.url);

Deno.test("evaluate --counting puts all ways of counting on one table, beside the true count", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/songs`);
    for (const name of ["trio.wav", "trio.json"]) {
      await Deno.copyFile(new URL(name, EXAMPLE), `${folder}/songs/${name}`);
    }
    const args = ["--counting", "--dataset", "plain", "--data", "songs", "--cache", "kept"];
    const { status, stdout } = await run(CLI, args, folder);
    assert.equal(status, 0);
    const rows = stdout.split("\n").filter((line) => /^\| (3|all) /.test(line))
      .map((line) => line.split("|").map((cell) => cell.trim()).slice(1, -1));
    const methods = [
      ...Object.keys(COUNTERS),
      ...["given", "while listening", "while listening, given"],
    ];
    assert.deepEqual(rows.map(([parts, method]) => `${parts} ${method}`), [
      ...methods.map((method) => `3 ${method}`),
      ...methods.map((method) => `all ${method}`),
    ]);
    const given = rows.find(([, method]) => method === "given")!;
    assert.deepEqual(given.slice(2, 4), ["100%", "0.00"]);
    for (const [, , right, error] of rows) assert.equal(right === "100%", error === "0.00");
    const wrong = await run(CLI, ["--counting", "--reference", "a", "--estimate", "b"], folder);
    assert.equal(wrong.status, 2);
  }));
