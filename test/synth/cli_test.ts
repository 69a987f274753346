import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../../synth/cli.ts", import.meta.url));

/** Runs the command in a folder of its own; resolves to its exit status and complaints. */
async function synth(
  args: string[],
  check: (status: number, stderr: string, folder: string) => Promise<void> | void,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "synth-"));
  try {
    const env = { ...process.env, INIT_CWD: folder, NO_COLOR: "1" };
    const [status, stderr] = await new Promise<[number, string]>((resolve) => {
      execFile(process.execPath, ["run", "-A", "--no-check", CLI, ...args], { env }, (error, _, stderr) => {
        resolve([error === null ? 0 : Number(error.code), stderr]);
      });
    });
    await check(status, stderr, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

Deno.test("synth writes recordings, labels and a manifest where the user stands", () =>
  synth(
    ["--out", "set", "--count", "3", "--seconds", "1", "--timbres", "2", "--shard", "2/2"],
    async (
      status,
      stderr,
      folder,
    ) => {
      assert.equal(status, 0, stderr);
      const names = (await readdir(join(folder, "set"))).sort();
      assert.deepEqual(names, ["00001.json", "00001.wav", "manifest.json"]);
      const labels = JSON.parse(await readFile(join(folder, "set", "00001.json"), "utf8"));
      assert.deepEqual([labels.schema, labels.seed, labels.players.length], [1, 2, 2]);
    },
  ));

Deno.test("synth exits 1 with one line where the material is not as it should be", () =>
  synth(["--out", "set", "--bank", "none"], async (status, stderr, folder) => {
    assert.equal(status, 1);
    assert.match(stderr, /^Cannot read the bank: .*none\/manifest.csv is not there\n$/);
    assert.deepEqual(await readdir(folder), []);
  }));

for (
  const args of [
    [],
    ["--out", "x", "--timbres", "0-9"],
    ["--out", "x", "--shard", "3/2"],
    [
      "--out",
      "x",
      "--sources",
      "kazoo",
    ],
    ["--out", "x", "--seconds", "long"],
    ["--out", "x", "--exclude", "("],
  ]
) {
  Deno.test(`synth ${args.join(" ")} exits 2`, () =>
    synth(args, async (status, stderr, folder) => {
      assert.equal(status, 2, stderr);
      assert.match(stderr, /^error: /);
      assert.deepEqual(await readdir(folder), []);
    }));
}
