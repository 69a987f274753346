import fc from "fast-check";
import assert from "node:assert/strict";
import { mergeTimbres, recolor, type Song, splitTimbre } from "../lib/mod.ts";
import { Random } from "../lib/random.ts";
import { clouds, sameGrouping } from "./timbre/clouds.ts";

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const settings = { seed: 1, numRuns: 15 };

/** A song of players that lie apart, nobody told apart yet. */
function songOf(seed: number, players: number, each = 15): { song: Song; truth: number[] } {
  const { embeddings, labels } = clouds(new Random(seed), players, each, 0.05);
  const song: Song = {
    duration: labels.length,
    sampleRate: 44_100,
    notes: labels.map((_, i) => (
      { onset: i, offset: i + 1, pitch: 60, velocity: 0.5, confidence: 1, timbre: 0 }
    )),
    timbres: 1,
    model: "clouds",
    embeddings: embeddings.values,
    embeddingSize: embeddings.size,
  };
  return { song, truth: labels };
}

function timbresOf(song: Song): number[] {
  return song.notes.map(({ timbre }) => timbre);
}

Deno.test("recolor() counts timbres by sure notes", () => {
  const { song, truth } = songOf(1, 3, 30);
  const strays = truth.flatMap((player, row) => player === 2 ? [row] : []);
  const rows = [...truth.keys()].filter((row) => truth[row] !== 2 || strays.indexOf(row) < 6);
  const few = (confidence: number): Song => ({
    ...song,
    notes: rows.map((row) => ({
      ...song.notes[row],
      confidence: truth[row] === 2 ? confidence : 0.9,
    })),
    embeddings: Float32Array.from(rows.flatMap((row) => [
      ...song.embeddings.subarray(row * song.embeddingSize, (row + 1) * song.embeddingSize),
    ])),
  });
  assert.equal(recolor(few(0.9), {}).timbres, 3);
  assert.equal(recolor(few(0.2), {}).timbres, 2);
});

Deno.test("recolor() keeps pinned notes together and apart, and moves no others", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 2, max: 4 }), (seed, players) => {
      const { song, truth } = songOf(seed, players);
      const stranger = truth.findIndex((player) => player !== truth[0]);
      const friend = truth.indexOf(truth[0], 1);
      const free = timbresOf(recolor(song, { timbres: players }));
      const together = timbresOf(recolor(song, { timbres: players, same: [[0, stranger]] }));
      assert.equal(together[0], together[stranger]);
      const apart = timbresOf(recolor(song, { timbres: players, different: [[0, friend]] }));
      assert.notEqual(apart[0], apart[friend]);
      for (const [labels, pinned] of [[together, [0, stranger]], [apart, [0, friend]]]) {
        const others = [...labels.keys()].filter((note) => !pinned.includes(note));
        assert.ok(sameGrouping(others.map((i) => labels[i]), others.map((i) => free[i])));
      }
    }),
    settings,
  );
});

Deno.test("recolor() with pins that nothing violates changes nothing", () => {
  const { song, truth } = songOf(3, 3);
  const friend = truth.indexOf(truth[0], 1);
  const stranger = truth.findIndex((player) => player !== truth[0]);
  const pins = { same: [[0, friend]], different: [[friend, stranger]] } as const;
  assert.deepEqual(recolor(song, { timbres: 3, ...pins }), recolor(song, { timbres: 3 }));
});

Deno.test("recolor() refuses pins that contradict each other, ask too much or name no note", () => {
  const { song } = songOf(1, 2);
  assert.throws(
    () => recolor(song, { same: [[0, 1], [1, 2]], different: [[0, 2]] }),
    /Cannot pin notes 0 and 2/,
  );
  const all = { different: [[0, 1], [1, 2], [0, 2]] } as const;
  assert.throws(() => recolor(song, { timbres: 2, ...all }), /there are only 2 timbres/);
  assert.throws(() => recolor(song, { same: [[0, 1000]] }), /Cannot pin note 1000/);
});

Deno.test("recolor() tells two notes apart that must differ, even where it heard one timbre", () => {
  const { song } = songOf(5, 1);
  assert.equal(recolor(song, {}).timbres, 1);
  const [first, second] = timbresOf(recolor(song, { different: [[0, 1]] }));
  assert.notEqual(first, second);
});

Deno.test("splitTimbre() undoes what mergeTimbres() did to players that lie apart", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 2, max: 4 }), (seed, players) => {
      const song = recolor(songOf(seed, players).song, { timbres: players });
      const merged = mergeTimbres(song, [0, 1]);
      assert.equal(merged.timbres, players - 1);
      assert.deepEqual(splitTimbre(merged, 0), song);
    }),
    settings,
  );
});

Deno.test("mergeTimbres() and splitTimbre() refuse timbres that are not there", () => {
  const { song } = songOf(1, 2);
  assert.throws(() => mergeTimbres(song, [0, 7]), /Cannot change timbre 7/);
  assert.throws(() => splitTimbre(song, 1), /Cannot change timbre 1/);
  assert.throws(() => splitTimbre(song, 0, 99), /Cannot tell 99 timbres apart/);
});

Deno.test("recolor() gives a note heard twice the label it had, and as many timbres as asked", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 2, max: 4 }), (seed, players) => {
      const { song } = songOf(seed, players);
      const embeddings = new Float32Array(song.embeddings.length + song.embeddingSize);
      embeddings.set(song.embeddings);
      embeddings.set(song.embeddings.subarray(0, song.embeddingSize), song.embeddings.length);
      const echoed = { ...song, notes: [...song.notes, song.notes[0]], embeddings };
      const once = recolor(song, { timbres: players });
      const twice = recolor(echoed, { timbres: players });
      assert.deepEqual([once.timbres, twice.timbres], [players, players]);
      assert.deepEqual(timbresOf(twice), [...timbresOf(once), timbresOf(once)[0]]);
    }),
    settings,
  );
});
