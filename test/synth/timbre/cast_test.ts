import fc from "fast-check";
import assert from "node:assert/strict";
import { Random } from "../../../lib/random.ts";
import { Catalogue, type Source } from "../../../synth/timbre/cast.ts";
import { PROCEDURAL } from "../../../synth/timbre/procedural.ts";
import { additive } from "../../../synth/timbre/additive.ts";
import type { Recorded } from "../../../synth/timbre/recorded.ts";

/** Recorded timbres that are made of nothing: library/instrument/normal. */
function shelf(...keys: string[]): { timbres: Recorded[] } {
  const timbres = keys.map((key): Recorded => {
    const [library, instrument] = key.split("/");
    return {
      source: "bank",
      key,
      library,
      instrument,
      family: instrument,
      licence: "CC0",
      weight: 1,
      load: () =>
        Promise.resolve(key.includes("broken") ? null : { ...additive({ seed: 0 }), key }),
    };
  });
  return { timbres };
}

const keysOf = async (catalogue: Catalogue, seed: number, count: number) =>
  (await catalogue.cast(new Random(seed), count)).map(({ key }) => key).sort();

Deno.test("Catalogue casts different timbres, and none that cannot be used", async () => {
  const banks = [shelf("a/organ/normal", "a/flute/normal", "a/broken/normal")];
  const catalogue = new Catalogue({ sources: ["bank"], banks });
  for (let seed = 0; seed < 5; seed++) {
    assert.deepEqual(await keysOf(catalogue, seed, 2), ["a/flute/normal", "a/organ/normal"]);
  }
  await assert.rejects(catalogue.cast(new Random(1), 3), /Cannot cast 3 different players/);
  assert.throws(() => new Catalogue({ sources: ["font"], banks }), /Cannot cast players/);
});

Deno.test("Catalogue keeps what training and validation hear apart", async () => {
  const banks = [shelf("a/organ/normal", "a/flute/normal", "b/flute/normal", "b/pipe/normal")];
  const holdOut = /flute/g;
  const heard = async (split: "train" | "validation") => {
    const catalogue = new Catalogue({ banks, split, holdOut });
    const keys = new Set<string>();
    for (let seed = 0; seed < 300; seed++) {
      for (const key of await keysOf(catalogue, seed, 3)) {
        const [source, point] = key.split("/");
        keys.add(source in PROCEDURAL ? `${source}/${point}` : key);
      }
    }
    return keys;
  };
  const train = await heard("train");
  const validation = await heard("validation");
  assert.ok(train.size > 300 && validation.size > 300);
  assert.equal(train.intersection(validation).size, 0);
  for (const key of ["a/organ/normal", "b/pipe/normal"]) assert.ok(train.has(key));
  for (const key of ["a/flute/normal", "b/flute/normal"]) assert.ok(validation.has(key));
  assert.throws(
    () => new Catalogue({ sources: ["bank"], banks, holdOut: /normal/ }),
    /Cannot cast players/,
  );
});

Deno.test("Catalogue casts near-twins of procedural players, in a good part of its ensembles", () =>
  fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(PROCEDURAL) as Source[]), async (source) => {
      const catalogue = new Catalogue({ sources: [source] });
      let pairs = 0;
      for (let seed = 0; seed < 100; seed++) {
        const [a, b] = await keysOf(catalogue, seed, 2);
        if (a.split("/")[1] === b.split("/")[1]) pairs++;
      }
      assert.ok(pairs > 10 && pairs < 45, `${pairs} of 100`);
    }),
    { seed: 1, numRuns: 6 },
  ));

Deno.test("Catalogue takes one instrument from two libraries for two timbres, unless told", async () => {
  const banks = [shelf("a/flute/normal", "b/flute/normal")];
  assert.equal((await keysOf(new Catalogue({ sources: ["bank"], banks }), 1, 2)).length, 2);
  const distinct = new Catalogue({ sources: ["bank"], banks, distinctInstruments: true });
  await assert.rejects(distinct.cast(new Random(1), 2), /Cannot cast 2 different players/);
});

Deno.test("Catalogue says where its timbres come from", () => {
  const banks = [shelf("a/flute/normal", "b/oboe/normal")];
  const catalogue = new Catalogue({ sources: ["bank", "fm"], banks, holdOut: /oboe/ });
  assert.deepEqual(catalogue.provenance(), [
    { name: "a", kind: "recorded notes", licence: "CC0" },
    { name: "fm", kind: "procedural timbres", licence: "Apache-2.0" },
  ]);
});
