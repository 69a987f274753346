import toneMidi from "@tonejs/midi";
import fc from "fast-check";
import assert from "node:assert/strict";
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { readWaveform } from "../../lib/audio/recording.ts";
import { Random } from "../../lib/random.ts";
import { Companies } from "../../synth/company.ts";
import { type Dataset, type Production, writeDataset } from "../../synth/dataset.ts";
import { openStudio, PROCEDURAL } from "../../synth/mod.ts";
import { countOf } from "../../synth/shard.ts";
import { sameBytes } from "../bytes.ts";
import { inFolder } from "../command.ts";

const small: Dataset = {
  recipe: { ...PROCEDURAL, seconds: 1, timbres: [1, 2], company: 4, rooms: 2 },
  seed: 5,
  count: 7,
  shard: { index: 0, of: 1 },
  licences: {},
  format: "wav",
  stems: false,
};

function write(folder: string, changes: Partial<Dataset & Production> = {}): Promise<void> {
  const { workers = 1, resume = false, onProgress = () => {}, ...dataset } = changes;
  const { signal = new AbortController().signal } = changes;
  return writeDataset(folder, { ...small, ...dataset }, { workers, resume, signal, onProgress });
}

/** Files below a folder by their paths. */
async function filesOf(folder: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const path of (await readdir(folder, { recursive: true })).sort()) {
    if ((await stat(join(folder, path))).isFile()) {
      files.set(path, await readFile(join(folder, path)));
    }
  }
  return files;
}

function assertSameFiles(found: Map<string, Uint8Array>, expected: Map<string, Uint8Array>): void {
  assert.deepEqual([...found.keys()], [...expected.keys()]);
  for (const [path, bytes] of found) assert.ok(sameBytes(bytes, expected.get(path)!), path);
}

Deno.test("writeDataset() writes the same files whatever the number of workers and shards", () =>
  inFolder(async (folder) => {
    const at = (name: string) => join(folder, name);
    await write(at("one"));
    await write(at("three"), { workers: 3 });
    for (const index of [2, 0, 1]) await write(at("shards"), { shard: { index, of: 3 } });
    const expected = await filesOf(at("one"));
    assert.equal(expected.size, 7 * 3 + 1);
    assertSameFiles(await filesOf(at("three")), expected);
    assertSameFiles(await filesOf(at("shards")), expected);
  }));

Deno.test("writeDataset() hears each performance in as many rooms as it is told", () =>
  inFolder(async (folder) => {
    await write(folder);
    const labels = async (i: number) =>
      JSON.parse(await readFile(join(folder, `0000${i}.json`), "utf8"));
    const all = await Promise.all([0, 1, 2, 3, 4, 5, 6].map(labels));
    assert.deepEqual(all.map(({ seed, room }) => [seed, room]), [
      ...[5, 6, 7].flatMap((seed) => [[seed, 0], [seed, 1]]),
      [8, 0],
    ]);
    const onsets = all.map(({ notes }) => notes.map((n: { onset: number }) => n.onset));
    assert.deepEqual(onsets[0], onsets[1]);
    assert.notDeepEqual(
      await readFile(join(folder, "00000.wav")),
      await readFile(join(folder, "00001.wav")),
    );
  }));

Deno.test("writeDataset() writes stems that add up, and notes a track a player", () =>
  inFolder(async (folder) => {
    const recipe = { ...small.recipe, timbres: [2, 2] as const, seconds: 2 };
    await write(folder, { recipe, count: 2, stems: true, format: "flac" });
    const names = [...(await filesOf(folder)).keys()].filter((name) => name.includes("00000"));
    const stems = names.filter((name) => name.startsWith("stems"));
    assert.deepEqual(stems.slice(0, 2), ["stems/00000-1.flac", "stems/00000-2.flac"]);
    const read = async (name: string) => readWaveform(await readFile(join(folder, name)));
    const mix = await read("00000.flac");
    const parts = await Promise.all(stems.map(read));
    const error = mix.map((x, i) => x - parts.reduce((sum, part) => sum + part[i], 0));
    assert.ok(error.every((x) => Math.abs(x) < 2 * stems.length / 32768));
    const labels = JSON.parse(await readFile(join(folder, "00000.json"), "utf8"));
    const { tracks } = new toneMidi.Midi(await readFile(join(folder, "00000.mid")));
    assert.deepEqual(
      tracks.map((track) => track.name),
      labels.players.map((p: { name: string }) => p.name),
    );
    tracks.forEach((track, player) => {
      const own = labels.notes.filter((n: { player: number }) => n.player === player);
      assert.deepEqual(track.notes.map((n) => n.midi), own.map((n: { pitch: number }) => n.pitch));
    });
  }));

Deno.test("writeDataset() names material without saying where it lies", () =>
  inFolder(async (folder) => {
    await write(folder, { licences: { tunes: "MIT" }, count: 1 });
    const text = await readFile(join(folder, "manifest.json"), "utf8");
    assert.ok(!text.includes(folder));
    const { seed, count, recipe, sources } = JSON.parse(text);
    assert.deepEqual([seed, count, recipe.rooms, recipe.company], [5, 1, 2, 4]);
    assert.ok(sources.every((source: { licence: string }) => source.licence));
  }));

Deno.test("writeDataset() goes on where it was stopped, and with no other data set", () =>
  inFolder(async (folder) => {
    const [whole, part] = [join(folder, "whole"), join(folder, "part")];
    await write(whole);
    const stop = new AbortController();
    const onProgress = (done: number) => done === 3 && stop.abort();
    await assert.rejects(write(part, { signal: stop.signal, onProgress }), { name: "AbortError" });
    assert.equal((await filesOf(part)).size, 3 * 3 + 1);
    const kept = (await stat(join(part, "00000.wav"))).mtimeMs;
    await rm(join(part, "00001.json"));
    await write(part, { resume: true });
    assertSameFiles(await filesOf(part), await filesOf(whole));
    assert.equal((await stat(join(part, "00000.wav"))).mtimeMs, kept);
    await assert.rejects(
      write(part, { resume: true, seed: 6 }),
      /Cannot resume: .* another data set/,
    );
  }));

Deno.test("writeDataset() stops its workers between two mixtures", () =>
  inFolder(async (folder) => {
    const stop = new AbortController();
    const onProgress = () => stop.abort();
    const running = write(folder, { signal: stop.signal, onProgress, workers: 2, count: 400 });
    await assert.rejects(running, { name: "AbortError" });
    const names = [...(await filesOf(folder)).keys()];
    assert.ok(names.length < 100, `${names.length} files`);
    assert.ok(names.every((name) => /^(\d{5}\.(wav|mid|json)|manifest\.json)$/.test(name)));
    const ends = new Set(
      names.filter((n) => n.endsWith(".wav")).map((n) => n.replace("wav", "json")),
    );
    assert.ok([...ends].every((name) => names.includes(name)));
  }));

Deno.test("countOf() counts the mixtures of shards, which together are all", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 5 }),
      (of, count, rooms) => {
        const counts = Array.from(
          { length: of },
          (_, index) => countOf({ index, of }, count, rooms),
        );
        assert.equal(counts.reduce((sum, n) => sum + n), count);
      },
    ),
    { seed: 1, numRuns: 100 },
  );
});

Deno.test("openStudio() never casts a timbre in both splits", async () => {
  const keys = async (split: "train" | "validation") => {
    const { companies } = await openStudio({ ...PROCEDURAL, split, company: 20 });
    const found = new Set<string>();
    for (let seed = 0; seed < 200; seed += 3) {
      for (const { key } of await companies.cast(seed, new Random(seed), 5)) found.add(key);
    }
    return found;
  };
  const [train, validation] = [await keys("train"), await keys("validation")];
  assert.ok(train.size > 50);
  assert.ok(train.isDisjointFrom(validation));
});

Deno.test("openStudio() refuses a recipe that contradicts itself", async () => {
  await assert.rejects(
    openStudio({ ...PROCEDURAL, style: "scores" }),
    /Cannot re-cast scores: none are named/,
  );
  await assert.rejects(
    openStudio({ ...PROCEDURAL, distinctInstruments: true, company: 40 }),
    /Cannot keep instruments distinct in a company of 40/,
  );
});

Deno.test("Companies cast a timbre with different partners, the same way in any order", async () => {
  const { catalogue } = await openStudio(PROCEDURAL);
  const cast = async (seeds: number[]) => {
    const companies = new Companies(catalogue, 20);
    const casts = new Map<number, string[]>();
    for (const seed of seeds) {
      const timbres = await companies.cast(seed, new Random(seed), 3);
      assert.equal(new Set(timbres.map(({ key }) => key)).size, 3);
      casts.set(seed, timbres.map(({ key }) => key));
    }
    return casts;
  };
  const seeds = Array.from({ length: 60 }, (_, i) => i);
  const casts = await cast(seeds);
  const shuffled = await cast(new Random(1).shuffle(seeds));
  for (const seed of seeds) assert.deepEqual(shuffled.get(seed), casts.get(seed));
  const partners = new Map<string, Set<string>>();
  for (const ensemble of [...casts.values()].slice(0, 30)) {
    for (const key of ensemble) {
      const met = partners.get(key) ?? partners.set(key, new Set()).get(key)!;
      ensemble.forEach((other) => other !== key && met.add(other));
    }
  }
  assert.ok(partners.size <= 20);
  const met = [...partners.values()].map((others) => others.size).sort((a, b) => a - b);
  assert.ok(met[met.length >> 1] >= 5, `${met}`);
  const later = [...casts.values()].slice(30).flat();
  assert.ok(later.every((key) => !partners.has(key)));
});
