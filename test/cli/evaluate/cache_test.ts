import assert from "node:assert/strict";
import { Cache, type Heard } from "../../../lib/cli/evaluate/cache.ts";
import { contents, inFolder } from "../../command.ts";

const heard: Heard = {
  hearing: {
    onset: Float32Array.of(0.1, 0.2, 0.3),
    nothing: new Float32Array(0),
    embedding: Float16Array.of(1, -0.5, 0.25, 0, 1),
  },
  cost: { audioSeconds: 1.5, seconds: 0.25, peakBytes: 1000 },
};

Deno.test("Cache gives back what was heard and hears nothing twice", () =>
  inFolder(async (folder) => {
    const key = { name: "model/a-1+2", digests: ["model", "recording"] };
    let times = 0;
    const hear = () => {
      times++;
      return Promise.resolve(heard);
    };
    assert.deepEqual(await new Cache(folder).get(key, hear), heard);
    assert.deepEqual(await new Cache(folder).get(key, hear), heard);
    assert.equal(times, 1);
    const files = await contents(folder);
    assert.equal(files.length, 1);
    assert.match(files[0], /^model_a-1\+2-[0-9a-f]{16}\.bin$/);
  }));

Deno.test("Cache hears again for another model, recording or order of the two", () =>
  inFolder(async (folder) => {
    const cache = new Cache(folder);
    let times = 0;
    for (const digests of [["a", "b"], ["a", "c"], ["b", "a"], ["ab", ""]]) {
      await cache.get({ name: "x", digests }, () => {
        times++;
        return Promise.resolve(heard);
      });
    }
    assert.equal(times, 4);
  }));

Deno.test("Cache keeps nothing of what failed", () =>
  inFolder(async (folder) => {
    const fail = () => Promise.reject(new Error("stopped"));
    await assert.rejects(new Cache(folder).get({ name: "x", digests: [] }, fail), /stopped/);
    assert.deepEqual(await contents(folder), []);
  }));
