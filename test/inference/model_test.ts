import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { cardUrl, loadModel } from "../../lib/inference/model.ts";
import { inFolder } from "../command.ts";

Deno.test("loadModel() refuses cards that ask for what nobody computes", async () => {
  const bundled = JSON.parse(await readFile(cardUrl("basicamt"), "utf8"));
  await inFolder(async (folder) => {
    const path = join(folder, "card.json");
    const load = async (inputs: Record<string, string>) => {
      await writeFile(path, JSON.stringify({ ...bundled, inputs }));
      return await loadModel(pathToFileURL(path));
    };
    await assert.rejects(
      load({ energy: "energy", chroma: "chroma" }),
      /Cannot load the model: the card .* asks for features nobody knows: chroma/,
    );
    await assert.rejects(load({}), /Cannot load the model: the card .* asks for no features/);
    await assert.rejects(load({ energy: "energy" }), /basicamt.onnx is not there/);
  });
});
