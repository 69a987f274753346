import assert from "node:assert/strict";
import fc from "fast-check";
import { LOWEST_PITCH, PITCHES } from "../../lib/frontend/constants.ts";
import {
  type ExtractedNote,
  type ExtractionOptions,
  NoteExtractor,
} from "../../lib/notes/extract.ts";
import { Random } from "../../lib/random.ts";
import { type Heard, naiveExtract } from "./naive_extract.ts";

const OPTIONS: ExtractionOptions = { onset: 0.5, frame: 0.4, minimumFrames: 0 };

/** Posteriorgrams full of ties, plateaus, gaps and re-strikes, in eighths. */
function randomHeard(seed: number, frames: number): Heard {
  const random = new Random(seed);
  const heard = silence(frames);
  const sounds = new Array(PITCHES).fill(false);
  for (let i = 0; i < frames * PITCHES; i++) {
    const p = i % PITCHES;
    if (random.chance(0.1)) sounds[p] = !sounds[p];
    heard.onset[i] = Math.round(8 * random.next() ** 2) / 8;
    heard.frame[i] = Math.round(8 * random.next() * (sounds[p] ? 1 : 0.4)) / 8;
    heard.strength[i] = random.next();
  }
  return heard;
}

function silence(frames: number): Heard {
  const plane = () => new Float32Array(frames * PITCHES);
  return { onset: plane(), frame: plane(), strength: plane() };
}

/** A recording in which pitch 60 has the given posteriors. */
function onePitch(onset: number[], frame: number[]): Heard {
  const heard = silence(onset.length);
  onset.forEach((x, t) => heard.onset[t * PITCHES + 60 - LOWEST_PITCH] = x);
  frame.forEach((x, t) => heard.frame[t * PITCHES + 60 - LOWEST_PITCH] = x);
  return heard;
}

function map(heard: Heard, change: (plane: Float32Array) => Float32Array): Heard {
  return {
    onset: change(heard.onset),
    frame: change(heard.frame),
    strength: change(heard.strength),
  };
}

function slice(heard: Heard, first: number, last: number): Heard {
  return map(heard, (plane) => plane.subarray(first * PITCHES, last * PITCHES));
}

function inOrder(notes: ExtractedNote[]): ExtractedNote[] {
  return notes.toSorted((a, b) => a.pitch - b.pitch || a.onsetFrame - b.onsetFrame);
}

async function extract(heard: Heard, options = OPTIONS): Promise<ExtractedNote[]> {
  const extractor = await NoteExtractor.create(options);
  const early = extractor.push(heard.onset, heard.frame, heard.strength);
  return inOrder([...early, ...extractor.flush()]);
}

function assertClose(actual: ExtractedNote[], expected: ExtractedNote[]) {
  assert.equal(actual.length, expected.length);
  actual.forEach((note, i) => {
    for (const key of Object.keys(note) as (keyof ExtractedNote)[]) {
      const error = Math.abs(note[key] - expected[i][key]);
      assert.ok(error < 1e-9, `note ${i}: ${key} is ${note[key]}, not ${expected[i][key]}`);
    }
  });
}

const recordings = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  frames: fc.integer({ min: 1, max: 90 }),
});

Deno.test("NoteExtractor agrees with the definition", async () => {
  for (let seed = 0; seed < 12; seed++) {
    const heard = randomHeard(seed, [1, 3, 60, 257, 300][seed % 5]);
    const options = { onset: 0.25 + 0.05 * seed, frame: 0.3 + 0.02 * seed, minimumFrames: seed };
    assertClose(await extract(heard, options), naiveExtract(heard, options));
  }
});

Deno.test("NoteExtractor finds nothing in silence or in no frames at all", async () => {
  assert.deepEqual(await extract(silence(500)), []);
  assert.deepEqual(await extract(silence(0)), []);
});

Deno.test("NoteExtractor gives the same notes however the frames are cut", async () => {
  const heard = randomHeard(1, 400);
  const whole = await extract(heard);
  const extractor = await NoteExtractor.create(OPTIONS);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 399 }), { maxLength: 8 }), (cuts) => {
      const edges = [0, ...cuts.toSorted((a, b) => a - b), 400];
      const notes = edges.slice(1).flatMap((edge, i) => {
        const piece = slice(heard, edges[i], edge);
        return extractor.push(piece.onset, piece.frame, piece.strength);
      });
      assert.deepEqual(inOrder([...notes, ...extractor.flush()]), whole);
    }),
    { seed: 1, numRuns: 30 },
  );
});

Deno.test("NoteExtractor gives a note as soon as the gap after it is too long", async () => {
  const heard = onePitch([0, 0.9, ...Array(28).fill(0)], [0, 1, 1, 1, ...Array(26).fill(0)]);
  const extractor = await NoteExtractor.create(OPTIONS);
  const found: number[] = [];
  for (let t = 0; t < 30; t++) {
    const { onset, frame, strength } = slice(heard, t, t + 1);
    if (extractor.push(onset, frame, strength).length > 0) found.push(t);
  }
  assert.deepEqual(found, [4 + 7 + 7]);
});

Deno.test("NoteExtractor shifts its notes with the recording", async () => {
  await fc.assert(
    fc.asyncProperty(recordings, fc.integer({ min: 1, max: 300 }), async (recording, shift) => {
      // No note lasts exactly that long, so that rounding drops none.
      const options = { ...OPTIONS, minimumFrames: Math.SQRT1_2 };
      const heard = randomHeard(recording.seed, recording.frames);
      const shifted = map(heard, (plane) => {
        const late = new Float32Array(plane.length + shift * PITCHES);
        late.set(plane, shift * PITCHES);
        return late;
      });
      const expected = (await extract(heard, options)).map((note) => ({
        ...note,
        onsetFrame: note.onsetFrame + shift,
        offsetFrame: note.offsetFrame + shift,
      }));
      assertClose(await extract(shifted, options), expected);
    }),
    { seed: 2, numRuns: 20 },
  );
});

Deno.test("NoteExtractor transposes its notes with the posteriorgrams", async () => {
  await fc.assert(
    fc.asyncProperty(recordings, fc.integer({ min: 1, max: 83 }), async (recording, up) => {
      const heard = randomHeard(recording.seed, recording.frames);
      const higher = map(
        heard,
        (plane) => plane.map((_, i) => i % PITCHES < up ? 0 : plane[i - up]),
      );
      const expected = (await extract(heard))
        .map((note) => ({ ...note, pitch: note.pitch + up }))
        .filter((note) => note.pitch < LOWEST_PITCH + PITCHES);
      assert.deepEqual(await extract(higher), expected);
    }),
    { seed: 3, numRuns: 20 },
  );
});

Deno.test("NoteExtractor keeps notes of one pitch apart and inside the recording", async () => {
  await fc.assert(
    fc.asyncProperty(recordings, async ({ seed, frames }) => {
      const notes = await extract(randomHeard(seed, frames), { ...OPTIONS, onset: 0.2 });
      notes.forEach((note, i) => {
        assert.ok(note.onsetFrame >= 0 && note.offsetFrame <= frames);
        assert.ok(note.offsetFrame > note.onsetFrame);
        const next = notes[i + 1];
        if (next?.pitch === note.pitch) assert.ok(note.offsetFrame <= next.onsetFrame);
      });
    }),
    { seed: 4, numRuns: 30 },
  );
});

Deno.test("NoteExtractor finds no new attacks as the onset threshold rises", async () => {
  await fc.assert(
    fc.asyncProperty(recordings, async ({ seed, frames }) => {
      const { onset, strength } = randomHeard(seed, frames);
      const heard = { onset, frame: new Float32Array(onset.length).fill(1), strength };
      const many = await extract(heard, { ...OPTIONS, onset: 0.3 });
      const few = await extract(heard, { ...OPTIONS, onset: 0.8 });
      assert.ok(few.length <= many.length);
      for (const { pitch, onsetFrame } of few) {
        // An onset lies no earlier than the one before, and within seven frames of its peak.
        const known = many.some((note) =>
          note.pitch === pitch && note.onsetFrame >= onsetFrame && note.onsetFrame < onsetFrame + 14
        );
        assert.ok(known, `pitch ${pitch}, frame ${onsetFrame}`);
      }
    }),
    { seed: 5, numRuns: 20 },
  );
});

Deno.test("NoteExtractor bridges seven frames and no more", async () => {
  const onset = [0, 0.9, ...Array(40).fill(0)];
  const bridged = [0, 1, 1, ...Array(7).fill(0), 1, ...Array(31).fill(0)];
  const broken = [0, 1, 1, ...Array(8).fill(0), 1, ...Array(30).fill(0)];
  assert.equal((await extract(onePitch(onset, bridged)))[0].offsetFrame, 11);
  assert.equal((await extract(onePitch(onset, broken)))[0].offsetFrame, 3);
});

Deno.test("NoteExtractor re-strikes a sounding pitch at the centre of the onset's hill", async () => {
  const onset = [0, 0.8, 0, 0, 0, 0, 0.4, 0.8, 0, 0, 0, 0];
  const notes = await extract(onePitch(onset, Array(12).fill(1)));
  assert.equal(notes.length, 2);
  assert.equal(notes[0].onsetFrame, 1);
  assert.equal(notes[0].offsetFrame, notes[1].onsetFrame);
  assert.ok(Math.abs(notes[1].onsetFrame - (7 - 0.4 / 1.2)) < 1e-6);
  assert.equal(notes[1].offsetFrame, 12);
});

Deno.test("NoteExtractor lets a hill end where the posterior vanishes and seven frames away", async () => {
  const onsetOf = async (onset: number[]) =>
    (await extract(onePitch(onset, Array(onset.length).fill(1))))[0].onsetFrame;
  assert.equal(await onsetOf([0.5, 0.015, 1, 0, 0, 0.5]), 2);
  assert.ok(Math.abs(await onsetOf([0.5, 0.0625, 1]) - 2.0625 / 1.5625) < 1e-9);
  const plateau = [1, ...Array(9).fill(0.5)];
  assert.ok(Math.abs(await onsetOf(plateau) - 0.5 * 28 / 4.5) < 1e-9);
});

Deno.test("NoteExtractor ends a note no later than the hill of the next begins to count", async () => {
  const onset = [1, 0, 0, 0, 0, 0.375, 0.375, 0.375, 0.375, 0.375, 0.5, 0, 0, 0];
  const frame = [1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1];
  const [first, second] = await extract(onePitch(onset, frame));
  assert.ok(second.onsetFrame < 9);
  assert.equal(first.offsetFrame, second.onsetFrame);
});

Deno.test("NoteExtractor asks more of an onset in a pitch that sounds", async () => {
  const onset = [0.75, 0, 0, 0, 0, 0, 0.625, 0, 0, 0];
  const count = async (frame: number[]) => (await extract(onePitch(onset, frame))).length;
  assert.equal(await count(Array(10).fill(1)), 1);
  assert.equal(await count([1, 1, 1, 0.5, 1, 1, 1, 1, 1, 1]), 2);
});

Deno.test("NoteExtractor ends a note at its gap when a re-strike falls into it", async () => {
  const onset = [0.9, 0, 0, 0, 0, 0, 0.9, 0, 0, 0];
  const notes = await extract(onePitch(onset, [1, 1, 1, 0, 0, 0, 0, 1, 1, 1]));
  assert.deepEqual(notes.map((n) => [n.onsetFrame, n.offsetFrame]), [[0, 3], [6, 10]]);
});

Deno.test("NoteExtractor takes equal onset posteriors in a row for one onset", async () => {
  const heard = onePitch([0, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0, 0], Array(9).fill(1));
  const notes = await extract(heard);
  assert.equal(notes.length, 1);
  assert.equal(notes[0].onsetFrame, 3.5);
});

Deno.test("NoteExtractor drops onsets without a sounding frame, and short notes", async () => {
  const onset = [0, 0.9, 0, 0, 0, 0, 0, 0];
  assert.equal((await extract(onePitch(onset, [0, 0, 0, 0, 0, 1, 1, 0]))).length, 1);
  assert.equal((await extract(onePitch(onset, [1, 0, 0, 0, 0, 0, 1, 1]))).length, 0);
  const short = onePitch(onset, [0, 1, 1, 1, 0, 0, 0, 0]);
  assert.equal((await extract(short, { ...OPTIONS, minimumFrames: 3 })).length, 1);
  assert.equal((await extract(short, { ...OPTIONS, minimumFrames: 3.5 })).length, 0);
});

Deno.test("NoteExtractor refuses thresholds outside 0 … 1", async () => {
  await assert.rejects(NoteExtractor.create({ ...OPTIONS, onset: 1.5 }), /Cannot extract notes/);
  await assert.rejects(NoteExtractor.create({ ...OPTIONS, frame: NaN }), /Cannot extract notes/);
  await assert.rejects(
    NoteExtractor.create({ ...OPTIONS, minimumFrames: -1 }),
    /Cannot extract notes/,
  );
});
