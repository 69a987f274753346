import assert from "node:assert/strict";
import { join } from "node:path";
import { rounded } from "../../notebooks/lab.ts";
import { dataFolder, quartets, recording } from "../../notebooks/material.ts";
import { inFolder } from "../command.ts";

const EXAMPLE = new URL("../../lib/example/trio.wav", import.meta.url);

/** Works where NOTEPRISM_DATA names `folder`. */
async function withData(folder: string, work: () => Promise<void>): Promise<void> {
  const before = Deno.env.get("NOTEPRISM_DATA");
  Deno.env.set("NOTEPRISM_DATA", folder);
  try {
    await work();
  } finally {
    if (before === undefined) Deno.env.delete("NOTEPRISM_DATA");
    else Deno.env.set("NOTEPRISM_DATA", before);
  }
}

Deno.test("notebooks have the bundled trio where the user names no folder", () =>
  withData("", async () => {
    const { name, waveform } = await recording();
    assert.equal(name, "the bundled trio");
    assert.ok(waveform.length > 0);
    assert.equal(dataFolder("samples"), undefined);
    assert.deepEqual(await quartets(15), []);
  }));

Deno.test("notebooks take the first recording of the user's folder, and parts by their names", () =>
  inFolder(async (folder) => {
    for (const name of ["b.WAV", "a.wav"]) await Deno.copyFile(EXAMPLE, join(folder, name));
    await Deno.writeTextFile(join(folder, "0.txt"), "");
    await Deno.writeTextFile(join(folder, "samples.txt"), "");
    await Deno.mkdir(join(folder, "Samples of mine"));
    await withData(folder, async () => {
      assert.equal((await recording()).name, "a.wav");
      assert.equal(dataFolder("samples"), join(folder, "Samples of mine"));
      assert.equal(dataFolder("scores"), undefined);
    });
  }));

Deno.test("notebooks say that the user's folder is not there", () =>
  withData("/no/such/folder", async () => {
    const refusal = /^Error: Cannot use NOTEPRISM_DATA: there is no folder \/no\/such\/folder$/;
    await assert.rejects(recording(), refusal);
    assert.throws(() => dataFolder("samples"), refusal);
  }));

Deno.test("rounded() has no negative nothing and says what is not there", () => {
  assert.deepEqual([0.125, -0.001, -0.5, NaN].map(rounded), ["0.13", "0.00", "−0.50", "–"]);
});
