import assert from "node:assert/strict";
import { BINS, constantQ } from "../../lib/frontend/mod.ts";
import { Random } from "../../lib/random.ts";
import { ENERGY_FLOOR } from "../../models/train/clips.ts";
import { Stream, type StreamOptions } from "../../models/train/stream.ts";
import { sameBytes } from "../bytes.ts";
import { mixture, openStudio, PROCEDURAL } from "../../synth/mod.ts";

const synthesis = { ...PROCEDURAL, seconds: 1, timbres: [1, 2] as const, company: 6, rooms: 2 };
const options: StreamOptions = {
  synthesis,
  seed: 3,
  size: 4,
  uses: 3,
  crops: 4,
  spectra: ["mel"],
};

async function at(step: number, work: (stream: Stream) => Promise<void>): Promise<void> {
  const stream = await Stream.start(options, step, () => {});
  try {
    await work(stream);
  } finally {
    stream.stop();
  }
}

Deno.test("Stream holds the mixtures of its recipe", () =>
  at(0, async ({ clips }) => {
    const studio = await openStudio(synthesis);
    const first = new Random(3).fork("synthesis").integer(0, 2 ** 31);
    for (let i = 0; i < 4; i++) {
      const { audio, notes, players } = await mixture(studio, first + (i >> 1), i % 2);
      assert.deepEqual(clips.labels[i].notes, notes);
      assert.deepEqual(clips.labels[i].players, players.map(({ timbre }) => ({ timbre })));
      const energy = await constantQ(audio);
      const stored = clips.logEnergy.subarray(clips.starts[i] * BINS, clips.starts[i + 1] * BINS);
      const expected = Float16Array.from(energy, (e) => Math.log(e + ENERGY_FLOOR));
      assert.ok(sameBytes(stored, expected), `clip ${i}`);
    }
  }));

Deno.test("Stream holds in a step the same clips, whether it went there or began there", () =>
  at(0, async (walked) => {
    const seen = [];
    for (let step = 0; step <= 7; step++) seen.push(...await walked.renew(step));
    // Four crops a step, three of each clip: ⌊7 · 4 / 3⌋ clips are new.
    assert.deepEqual(seen.map(([slot]) => slot), [0, 1, 2, 3, 0, 1, 2, 3, 0]);
    assert.deepEqual(
      seen.slice(5).map(([, labels]) => labels),
      [1, 2, 3, 0].map(
        (slot) => walked.clips.labels[slot],
      ),
    );
    await at(7, (began) => {
      assert.deepEqual(began.clips.labels, walked.clips.labels);
      assert.ok(sameBytes(began.clips.logEnergy, walked.clips.logEnergy));
      assert.ok(sameBytes(began.clips.level, walked.clips.level));
      assert.ok(sameBytes(began.clips.spectra.mel!, walked.clips.spectra.mel!));
      return Promise.resolve();
    });
  }));

Deno.test("Stream says why a mixture cannot be rendered", async () => {
  const impossible = { ...synthesis, timbres: [6, 6] as const, company: 3 };
  await assert.rejects(
    Stream.start({ ...options, synthesis: impossible }, 0, () => {}),
    /Cannot cast 6 players from a company of [1-3] timbres/,
  );
});
