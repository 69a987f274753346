import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inFolder, run } from "../command.ts";
import { wav } from "../wav.ts";

const RATE = 22_050;

/** Adds a note whose partials have these levels. */
function play(
  samples: Float32Array,
  pitch: number,
  onset: number,
  levels: readonly number[],
): void {
  const fundamental = 440 * 2 ** ((pitch - 69) / 12);
  for (let t = 0; t < 0.4 * RATE; t++) {
    const fade = Math.min(1, t / 200) * Math.min(1, (0.4 * RATE - t) / 400);
    levels.forEach((level, h) =>
      samples[Math.round(onset * RATE) + t] += 0.05 * fade * level *
        Math.sin(2 * Math.PI * (h + 1) * fundamental * t / RATE)
    );
  }
}

const bright = [1, 0.8, 0.7, 0.6, 0.5, 0.5, 0.4, 0.4];
const hollow = [1, 0.02, 0.5, 0.02, 0.3, 0.02, 0.1, 0.02];

/**
 * Rows of the bench by name, for two players who begin so many seconds apart.
 *
 * @param second Levels of the second player's partials in the mixture.
 */
async function rowsFor(apart: number, second: readonly number[]): Promise<Map<string, string>> {
  const rows = new Map<string, string>();
  await inFolder(async (folder) => {
    const sum = new Float32Array(RATE * 14);
    const parts = [bright, hollow].map((levels, player) => {
      const samples = new Float32Array(sum.length);
      const notes = [60, 64, 67, 62, 65, 69, 60, 67, 64, 62].map((pitch, i) => {
        const onset = 0.1 + 0.6 * i + player * apart;
        play(samples, pitch + 5 * player, onset, levels);
        play(sum, pitch + 5 * player, onset, player === 0 ? levels : second);
        return { pitch: pitch + 5 * player, onset, offset: onset + 0.4, velocity: 1, player };
      });
      return { samples, notes };
    });
    await mkdir(join(folder, "stems"));
    for (const [player, { samples }] of parts.entries()) {
      await writeFile(join(folder, "stems", `duo-${player + 1}.wav`), wav([samples]));
    }
    const notes = parts.flatMap(({ notes }) => notes).sort((a, b) => a.onset - b.onset);
    const players = [{ timbre: "bright" }, { timbre: "hollow" }];
    await writeFile(join(folder, "duo.wav"), wav([sum]));
    await writeFile(join(folder, "duo.json"), JSON.stringify({ schema: 1, players, notes }));
    const bench = new URL("../bench/crowd.ts", import.meta.url);
    const { status, stdout, stderr } = await run(bench, ["--data", folder], folder);
    assert.equal(status, 0, stderr);
    const lines = stdout.split("\n").filter((line) => line.startsWith("|")).slice(2);
    for (const line of lines) {
      const [, name, score] = line.split("|").map((cell) => cell.trim());
      rows.set(name, score);
    }
  });
  return rows;
}

Deno.test("the bench of crowds changes nothing where notes do not cover each other", async () => {
  const rows = await rowsFor(7, hollow);
  assert.equal(rows.size, 5);
  for (const [name, score] of rows) assert.equal(score, rows.get("nothing"), name);
});

Deno.test("the bench of crowds goes by what players sound like alone", async () => {
  const rows = await rowsFor(0.3, bright);
  assert(Number(rows.get("nothing")) < 0.5, [...rows].join("; "));
  assert(Number(rows.get("everything")) > 0.9, [...rows].join("; "));
});

Deno.test("the bench of crowds says so where no player was recorded alone", () =>
  inFolder(async (folder) => {
    const bench = new URL("../bench/crowd.ts", import.meta.url);
    const { status, stderr } = await run(bench, ["--data", folder], folder);
    assert.equal(status, 1);
    assert.equal(stderr.trim().split("\n").length, 1);
  }));
