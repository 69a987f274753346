import assert from "node:assert/strict";
import { inFolder, run } from "../command.ts";

const CLI = new URL("../../lib/cli/errors.ts", import.meta.url);
const EXAMPLE = new URL("../../lib/example/", import.meta.url);

Deno.test("errors sorts every mistake by its cause and draws a page", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/songs`);
    for (const name of ["trio.wav", "trio.json"]) {
      await Deno.copyFile(new URL(name, EXAMPLE), `${folder}/songs/${name}`);
    }
    const args = [
      "--dataset",
      "plain",
      "--data",
      "songs",
      "--cache",
      "kept",
      "--html",
      "page.html",
    ];
    const { status, stdout, stderr } = await run(CLI, args, folder);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /late/);
    const page = await Deno.readTextFile(`${folder}/page.html`);
    assert.match(page, /trio/);
    assert.match(page, /late/);
  }));

Deno.test("errors says in one line what is wrong, and leaves no page", () =>
  inFolder(async (folder) => {
    const wrong = [
      { args: ["--dataset", "plain", "--data", "nowhere"], status: 1 },
      { args: ["--dataset", "plain", "--data", ".", "--model", "nobody"], status: 1 },
      { args: ["--dataset", "tape", "--data", "."], status: 2 },
      { args: ["--dataset", "plain"], status: 2 },
    ];
    for (const { args, status } of wrong) {
      const found = await run(CLI, [...args, "--html", "page.html"], folder);
      assert.equal(found.status, status, args.join(" "));
      assert.match(found.stderr, /^[^\n]+\n$/, args.join(" "));
      await assert.rejects(Deno.stat(`${folder}/page.html`));
    }
  }));
