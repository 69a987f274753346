import assert from "node:assert/strict";
import { copyFile, readFile, utimes } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FRAME_RATE } from "../../lib/frontend/constants.ts";
import type { FoundNote } from "../../models/train/clips.ts";
import { clipLabels, foundPath } from "../../models/train/features.ts";
import { playersOf } from "../../models/train/hear.ts";
import { contents, inFolder, run } from "../command.ts";

const CLI = new URL("../../models/train/hear.ts", import.meta.url);
const EXAMPLE = new URL("../../lib/example/trio", import.meta.url);

Deno.test("deno task hear writes what a model finds, and whose notes these are", async () => {
  await inFolder(async (folder) => {
    for (const ending of [".wav", ".json"]) {
      await copyFile(fileURLToPath(EXAMPLE + ending), join(folder, `trio${ending}`));
    }
    const { status, stderr } = await run(CLI, ["prism", "--data", folder], folder);
    assert.equal(status, 0, stderr);
    const path = foundPath(folder, "trio");
    const found: FoundNote[] = JSON.parse(await readFile(path, "utf8"));
    const { notes, found: read } = await clipLabels(folder, "trio.json");
    assert.deepEqual(read, found);

    assert(found.length > notes.length / 2);
    for (const { pitch, onset, offset, players, own } of found) {
      assert(offset > onset);
      assert(own.length > 0 && own.every((share) => share >= 0 && share <= 1));
      const begun = notes.filter((note) =>
        note.pitch === pitch && Math.abs(note.onset - onset / FRAME_RATE) < 0.06
      );
      if (begun.length > 0) {
        const who = new Set(begun.map(({ player }) => player));
        assert.deepEqual(players.toSorted(), [...who].sort());
      }
      const sounds = notes.some((note) =>
        note.pitch === pitch && note.onset < offset / FRAME_RATE + 0.06 &&
        note.offset > onset / FRAME_RATE - 0.06
      );
      if (!sounds) assert.deepEqual(players, []);
    }
    const known = found.filter(({ players }) => players.length > 0);
    assert(known.length > found.length / 2);
    assert.deepEqual([...new Set(known.flatMap(({ players }) => players))].sort(), [0, 1, 2]);

    const later = new Date(Date.now() + 60_000);
    await utimes(join(folder, "trio.json"), later, later);
    assert.equal((await clipLabels(folder, "trio.json")).found, undefined);
  });
});

Deno.test("playersOf() asks who begin a note there, then who holds one, and else says nobody", () => {
  const note = { pitch: 60, velocity: 0.5 };
  const written = [
    { ...note, onset: 0, offset: 2, player: 0 },
    { ...note, onset: 1, offset: 1.5, player: 1 },
    { ...note, onset: 0, offset: 9, pitch: 61, player: 2 },
    { ...note, onset: 3, offset: 4, player: 2 },
    { ...note, onset: 3.01, offset: 5, player: 0 },
  ];
  assert.deepEqual(playersOf(60, 1.02, 1.5, written), [1]);
  assert.deepEqual(playersOf(60, 0.4, 0.9, written), [0]);
  assert.deepEqual(playersOf(60, 3.01, 4, written), [0, 2]);
  assert.deepEqual(playersOf(60, 6, 7, written), []);
  assert.deepEqual(playersOf(62, 1, 2, written), []);
});

Deno.test("deno task hear refuses a folder without clips in one line", async () => {
  await inFolder(async (folder) => {
    const none = await run(CLI, ["prism", "--data", join(folder, "none")], folder);
    assert.equal(none.status, 1);
    assert.match(none.stderr, /^Cannot hear clips with prism: .*none.*\n$/);
    const empty = await run(CLI, ["prism", "--data", folder], folder);
    assert.equal(empty.status, 1);
    assert.match(
      empty.stderr,
      /^Cannot hear clips with prism: .* holds no \.wav or \.flac files\n$/,
    );
    assert.deepEqual(await contents(folder), []);
  });
});
