import assert from "node:assert/strict";
import { contents, inFolder, run } from "../command.ts";
import { notebookOf } from "./notebooks.ts";

const CLI = new URL("../../notebooks/runner/cli.ts", import.meta.url);

async function write(path: string, sources: readonly string[]): Promise<void> {
  await Deno.writeTextFile(path, JSON.stringify(notebookOf(sources)));
}

Deno.test("notebooks writes pages of what ran, up to where it failed", () =>
  inFolder(async (folder) => {
    await write(`${folder}/good.ipynb`, ["6 * 7"]);
    await write(`${folder}/bad.ipynb`, ["console.log('so far');", "throw new Error('so bad');"]);
    const args = ["good.ipynb", "bad.ipynb", "--html", "pages"];
    const { status, stdout, stderr } = await run(CLI, args, folder);
    assert.equal(status, 1);
    assert.match(stdout, /^ran good in \d+ s\nfailed bad in \d+ s\n$/);
    assert.match(
      stderr,
      /^bad: cell 2 failed:\n {2}\| throw[^]*\nCannot accept the notebooks: bad\n$/,
    );
    assert.deepEqual(await contents(`${folder}/pages`), ["bad.html", "good.html"]);
    assert.match(await Deno.readTextFile(`${folder}/pages/good.html`), /<pre>42<\/pre>/);
    assert.match(await Deno.readTextFile(`${folder}/pages/bad.html`), /so far[^]*so bad/);
  }));

Deno.test("notebooks says in one line what it cannot find or read", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/torn.ipynb`, '{"nbformat": 4');
    const wrong = [
      { args: ["nobody"], status: 1, words: /^Cannot find a notebook called nobody\n$/ },
      {
        args: ["nowhere.ipynb"],
        status: 1,
        words: /^Cannot read the notebook \S+nowhere[^\n]+\n$/,
      },
      { args: ["torn.ipynb"], status: 1, words: /^Cannot read the notebook \S+torn[^\n]+\n$/ },
      { args: ["--limit", "soon"], status: 2, words: /^error: option '--limit <s>'[^\n]+\n$/ },
    ];
    for (const { args, status, words } of wrong) {
      const found = await run(CLI, args, folder);
      assert.equal(found.status, status, args.join(" "));
      assert.match(found.stderr, words);
    }
  }));

Deno.test("notebooks --check refuses stored outputs and wrong types, and runs nothing", () =>
  inFolder(async (folder) => {
    const notebook = notebookOf(["const a: string = 1;\nDeno.exit(5);"]);
    const [cell] = notebook.cells;
    assert.ok(cell.cell_type === "code");
    cell.execution_count = 1;
    await Deno.writeTextFile(`${folder}/stale.ipynb`, JSON.stringify(notebook));
    const { status, stdout, stderr } = await run(CLI, ["stale.ipynb", "--check"], folder);
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, /^stale: outputs are stored; clear them\nstale: TS2322[^]*cell 1, line 1/);
  }));

Deno.test("notebooks stops at a signal, and its kernel with it", () =>
  inFolder(async (folder) => {
    const cell = "await Deno.writeTextFile('started', `${Deno.pid}`);\nfor (;;);";
    await write(`${folder}/endless.ipynb`, [cell]);
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", CLI.href, "endless.ipynb"],
      cwd: folder,
      env: { INIT_CWD: folder },
      stderr: "piped",
    }).spawn();
    const started = () => Deno.readTextFile(`${folder}/started`).catch(() => "");
    while (await started() === "") await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill("SIGINT");
    const { code, stderr } = await child.output();
    assert.equal(code, 130);
    assert.match(new TextDecoder().decode(stderr), /^Interrupted\.\n$/);
    const kernel = Number(await started());
    assert.throws(() => Deno.kill(kernel, "SIGCONT"), "the kernel still runs");
    assert.deepEqual(await contents(folder), ["endless.ipynb", "started"]);
  }));
