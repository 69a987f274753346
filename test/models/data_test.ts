import assert from "node:assert/strict";
import { mkdir, readdir, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { concatenate } from "../../lib/concatenate.ts";
import { BINS, constantQ, level, MelSpectrogram, PITCHES } from "../../lib/frontend/mod.ts";
import { Random } from "../../lib/random.ts";
import { inFolder } from "../command.ts";
import { encodeWav } from "../../synth/wav.ts";
import { augment } from "../../models/train/augment.ts";
import { drawNotes, drawTimbres, drawUnified } from "../../models/train/batch.ts";
import { type Clips, ENERGY_FLOOR, joinClips, subset } from "../../models/train/clips.ts";
import {
  contrastMatrices,
  drawBins,
  drawPairs,
  notesOf,
  playerMatrices,
  type TimbreBin,
} from "../../models/train/contrast.ts";
import { drawClip, hear, noteTargets } from "../../models/train/crops.ts";
import { foundPath, logEnergyOf, readClips, readSources } from "../../models/train/features.ts";
import { basicamtRecipe } from "../../models/train/recipes/basicamt.ts";
import { septimbreRecipe } from "../../models/train/recipes/septimbre.ts";
import { toyClips } from "./clips.ts";

/** A clip of 40 frames with one note: C4 (pitch 60), frames 10 … 19. */
function oneNote(): Clips {
  const note = { onset: 10 * 256 / 22_050, offset: 20 * 256 / 22_050, pitch: 60, velocity: 1 };
  return joinClips([{
    labels: { notes: [{ ...note, player: 0 }], players: [{ timbre: "a" }] },
    features: {
      logEnergy: new Float16Array(40 * BINS),
      level: new Float32Array(40),
      spectra: {},
    },
  }]);
}

Deno.test("noteTargets() peak at the onset and hold until the offset", () => {
  const { onset, frame } = noteTargets(oneNote(), [{ clip: 0, start: 5 }], 20);
  const C4 = 60 - 24;
  const column = (targets: Float32Array) =>
    Array.from({ length: 20 }, (_, t) => targets[t * PITCHES + C4]);
  assert.deepEqual(column(onset).slice(3, 8), [0, 0.5, 1, 0.5, 0]);
  assert.deepEqual(column(frame), Array.from({ length: 20 }, (_, t) => t >= 5 && t < 15 ? 1 : 0));
  assert.equal(onset.reduce((sum, y) => sum + y, 0), 2);
  assert.equal(frame.reduce((sum, y) => sum + y, 0), 10);
});

Deno.test("noteTargets() of a note that began before the crop have no onset", () => {
  const { onset, frame } = noteTargets(oneNote(), [{ clip: 0, start: 15 }], 20);
  assert.equal(onset.reduce((sum, y) => sum + y, 0), 0);
  assert.equal(frame.reduce((sum, y) => sum + y, 0), 5);
});

Deno.test("hear() returns the energies of the crop, then silence", () => {
  const clips = toyClips(3, 50, 1);
  const crops = [{ clip: 2, start: 7 }, { clip: 1, start: 30 }];
  const heard = hear(clips, crops, 40, new Random(1));
  assert.equal(heard.energy.length, 2 * 40 * BINS);
  for (let t = 0; t < 40; t++) {
    for (let bin = 0; bin < BINS; bin += 7) {
      const stored = clips.logEnergy[(clips.starts[2] + 7 + t) * BINS + bin];
      const found = Math.log(heard.energy[t * BINS + bin] + ENERGY_FLOOR);
      assert(Math.abs(found - stored) < 1e-2);
      if (t >= 20) assert.equal(heard.energy[(40 + t) * BINS + bin], 0);
    }
  }
  assert.equal(heard.level[39], clips.level[clips.starts[2] + 46]);
  assert.equal(heard.level[79], clips.level[clips.starts[1] + 49]);
});

Deno.test("drawClip() draws clips in proportion to their length", () => {
  const parts = [toyClips(1, 30, 1), toyClips(1, 90, 2)];
  const clips = joinClips(parts.map(({ labels, logEnergy, level }) => ({
    labels: labels[0],
    features: {
      logEnergy: new Float16Array(logEnergy),
      level: new Float32Array(level),
      spectra: {},
    },
  })));
  const random = new Random(4);
  const second = Array.from({ length: 2000 }, () => drawClip(clips, random))
    .filter((clip) => clip === 1).length;
  assert(Math.abs(second / 2000 - 0.75) < 0.03);
  const last = subset(clips, 1, 2);
  assert.equal(drawClip(last, random), 0);
  assert.equal(last.labels.length, 1);
});

Deno.test("augment() of nothing changes nothing; noise and response stay what they say", () => {
  const random = new Random(6);
  const frames = 200;
  const energy = Float32Array.from({ length: frames * BINS }, () => random.next());
  const heard = { energy: energy.slice(), level: new Float32Array(frames) };
  augment(
    heard.energy,
    heard.level,
    { equalisationDb: 0, noiseDb: [-300, -300], levelError: 0 },
    random,
  );
  heard.energy.forEach((e, i) => assert(Math.abs(e - energy[i]) < 1e-6));
  heard.level.forEach((x) => assert(Math.abs(x) < 1e-6));

  augment(
    heard.energy,
    heard.level,
    { equalisationDb: 0, noiseDb: [0, 0], levelError: 0 },
    random,
  );
  const mean = (x: Float32Array) => x.reduce((sum, e) => sum + e, 0) / x.length;
  assert(Math.abs(mean(heard.energy) / mean(energy) - 2) < 0.02);
  assert(Math.abs(heard.level[0] - Math.LN2) < 0.02);
});

Deno.test("augment() moves neighbouring bins alike", () => {
  const energy = new Float32Array(BINS).fill(1);
  const options = { equalisationDb: 6, noiseDb: [-300, -300] as const, levelError: 0 };
  augment(energy, new Float32Array(1), options, new Random(9));
  const decibels = Array.from(energy, (e) => 10 * Math.log10(e));
  const steps = decibels.slice(1).map((x, i) => Math.abs(x - decibels[i]));
  assert(Math.max(...decibels) - Math.min(...decibels) > 3);
  assert(Math.max(...steps) < 1.5);
});

Deno.test("augment() gives a spectrogram the noise of its bandwidth", () => {
  const random = new Random(8);
  const [frames, width] = [400, 513];
  const energy = new Float32Array(frames * BINS).fill(1);
  const magnitude = new Float32Array(frames * width);
  const options = { equalisationDb: 0, noiseDb: [0, 0] as const, levelError: 0 };
  augment(energy, new Float32Array(frames), options, random, { magnitude });
  const meanAt = (at: number, width: number, values: Float32Array, power: number) => {
    let sum = 0;
    for (let t = 0; t < frames; t++) sum += values[t * width + at] ** power;
    return sum / frames;
  };
  // A4: a Hann window of 1024 against a Blackman-Harris window of 51.4 periods.
  const bandwidths = [1.5 * 22_050 / 1024, 2.004 * 440 / 51.4];
  const constantQ = meanAt(3 * (69 - 24) + 1, BINS, energy, 1) - 1;
  const fourier = meanAt(Math.round(440 * 1024 / 22_050), width, magnitude, 2);
  const expected = bandwidths[0] / bandwidths[1];
  assert(Math.abs(fourier / constantQ / expected - 1) < 0.2, `${fourier / constantQ}, ${expected}`);
});

Deno.test("drawPairs() gives every second crop a timbre of the one before, in another clip", () => {
  const clips = toyClips(12, 40, 8);
  const crops = drawPairs(clips, 20, 30, new Random(3));
  const timbres = (clip: number) => clips.labels[clip].players.map(({ timbre }) => timbre);
  for (let i = 0; i < 20; i += 2) {
    const [first, second] = [crops[i].clip, crops[i + 1].clip];
    assert.notEqual(first, second);
    assert(timbres(first).some((timbre) => timbres(second).includes(timbre)));
  }
});

Deno.test("drawBins() draws bins where their timbre, and no other, sounds", () => {
  const clips = toyClips(4, 60, 5);
  const crops = drawPairs(clips, 4, 40, new Random(1));
  const bins = drawBins(clips, crops, 40, 400, new Random(2));
  let filled = 0;
  for (const { crop, frame, pitch, timbre } of bins) {
    const { notes, players } = clips.labels[crops[crop].clip];
    const here = notes.filter((note) => {
      const at = crops[crop].start + frame;
      return note.pitch - 24 === pitch && at >= Math.round(note.onset * 22_050 / 256) &&
        at < Math.round(note.offset * 22_050 / 256);
    });
    const sounding = new Set(here.map((note) => players[note.player].timbre));
    if (timbre === null) filled++;
    else assert.deepEqual([...sounding], [timbre]);
  }
  assert(filled < 100);
  for (let crop = 0; crop < 4; crop++) {
    assert.equal(bins.filter((bin) => bin.crop === crop).length, 100);
  }
});

Deno.test("drawBins() draws bins of one note one after the other, notesOf() joins them", () => {
  const clips = toyClips(4, 60, 5);
  const crops = drawPairs(clips, 4, 40, new Random(1));
  const bins = drawBins(clips, crops, 40, 400, new Random(2), 8);
  const notes = notesOf(bins, 8);
  assert.equal(bins.length, 400);
  assert.equal(notes.length, 50);
  let several = 0;
  notes.forEach(({ crop, pitch, timbre }, i) => {
    const own = bins.slice(8 * i, 8 * i + 8);
    if (new Set(own.map(({ frame }) => frame)).size > 1) several++;
    for (const bin of own) {
      assert.deepEqual([bin.crop, bin.pitch], [crop, pitch]);
      if (timbre !== null) assert.equal(bin.timbre, timbre);
    }
    if (timbre === null) assert(own.some((bin) => bin.timbre === null));
  });
  assert(several > 25);
  assert(notes.some(({ timbre }) => timbre !== null));
});

const at = (crop: number, timbre: string | null): TimbreBin => ({
  crop,
  timbre,
  frame: 0,
  pitch: 0,
});

Deno.test("contrastMatrices() pair bins of one timbre, within a crop and across crops", () => {
  const bins = [at(0, "a"), at(0, "a"), at(0, "b"), at(1, "a"), at(1, "a"), at(1, null)];
  const pairs = (matrix: Float32Array, chosen: (x: number) => boolean) =>
    bins.map((_, i) => bins.map((_, j) => j).filter((j) => chosen(matrix[i * 6 + j])));
  const within = contrastMatrices(bins, "within");
  // The second crop has one timbre only: nothing to tell apart.
  assert.deepEqual(pairs(within.positives, (x) => x > 0), [[1], [0], [], [], [], []]);
  assert.deepEqual(pairs(within.mask, (x) => x === 0), [[1, 2], [0, 2], [0, 1], [4], [3], []]);
  const across = contrastMatrices(bins, "across");
  assert.deepEqual(
    pairs(across.positives, (x) => x > 0),
    [[1, 3, 4], [0, 3, 4], [], [0, 1, 4], [0, 1, 3], []],
  );
  for (const { positives } of [within, across]) {
    assert(Math.abs(positives.reduce((sum, w) => sum + w, 0) - 1) < 1e-6);
  }
});

Deno.test("playerMatrices() draw a unison to the notes of all its players, and no note to it", () => {
  const players = [[0], [0, 1], [1], [], [0], [2]];
  const { positives, mask } = playerMatrices(players);
  const pairs = (matrix: Float32Array, chosen: (x: number) => boolean) =>
    players.map((_, i) => players.map((_, j) => j).filter((j) => chosen(matrix[i * 6 + j])));
  assert.deepEqual(pairs(positives, (x) => x > 0), [[4], [0, 2, 4], [], [], [0], []]);
  assert.deepEqual(
    pairs(mask, (x) => x === 0),
    [[2, 4, 5], [0, 2, 4, 5], [0, 4, 5], [], [0, 2, 5], [0, 2, 4]],
  );
  for (const i of [0, 1, 4]) {
    const own = positives.subarray(6 * i, 6 * i + 6).reduce((sum, weight) => sum + weight, 0);
    assert(Math.abs(own - 1 / 3) < 1e-6);
  }
});

Deno.test("readClips() computes features once and keeps them", async () => {
  await inFolder(async (folder) => {
    const audio = Float32Array.from({ length: 22_050 }, (_, i) => 0.3 * Math.sin(i * 0.05));
    const note = { onset: 0, offset: 1, pitch: 60, velocity: 1, player: 0 };
    const labels = { schema: 1, notes: [note], players: [{ timbre: "sine" }] };
    await writeFile(join(folder, "00000.wav"), encodeWav(audio));
    await writeFile(join(folder, "00000.json"), JSON.stringify(labels));
    const sources = [{ name: "sines", kind: "tones", licence: "CC0 1.0" }];
    await writeFile(join(folder, "manifest.json"), JSON.stringify({ schema: 1, sources }));
    const steps: [number, number][] = [];
    const first = await readClips([folder], (done, total) => steps.push([done, total]));
    assert.deepEqual(steps, [[1, 1]]);
    assert.deepEqual(first.labels, [{ notes: [note], players: [{ timbre: "sine" }] }]);

    const energy = await constantQ(audio);
    assert.deepEqual(first.starts, [0, energy.length / BINS]);
    // 16-bit audio and float16 logarithms.
    const levels = level(energy);
    first.level.forEach((x, t) => assert(Math.abs(x - levels[t]) < 1e-3));
    const loud = energy.findIndex((e) => e > 1e-3);
    assert(Math.abs(first.logEnergy[loud] - Math.log(energy[loud])) < 0.01);

    const cache = join(folder, "features", "00000.f16");
    const { mtimeMs } = await stat(cache);
    const second = await readClips([folder], () => {});
    assert.deepEqual(second, first);
    assert.equal((await stat(cache)).mtimeMs, mtimeMs);
    const left = subset(await readClips([folder], () => {}, { inFiles: true }), 0, 1);
    assert.deepEqual([left.labels, left.starts], [first.labels, first.starts]);
    assert.equal(left.logEnergy.length, 0);
    assert.deepEqual([...logEnergyOf(left, 0)], [...first.logEnergy]);
    const later = new Date(Date.now() + 60_000);
    await utimes(join(folder, "00000.wav"), later, later);
    const heard = await readClips([folder], () => {}, { spectra: ["mel"] });
    const mel = await MelSpectrogram.create();
    const bands = concatenate([mel.push(audio), mel.flush()]);
    const strong = bands.findIndex((e) => e > 1e-3);
    assert.equal(heard.spectra.mel!.length, bands.length);
    assert(Math.abs(heard.spectra.mel![strong] - Math.log(bands[strong])) < 0.01);
    assert.deepEqual(heard.logEnergy, first.logEnergy);
    assert.deepEqual(await readClips([folder], () => {}, { spectra: ["mel"] }), heard);
    assert.notEqual((await stat(cache)).mtimeMs, mtimeMs);
    assert.equal((await readSources([folder]))[0].licence, "CC0 1.0");
  });
});

Deno.test("readClips() refuses found notes of an earlier version", () =>
  inFolder(async (folder) => {
    await writeFile(join(folder, "00000.wav"), encodeWav(new Float32Array(22_050)));
    const labels = { schema: 1, notes: [], players: [{ timbre: "sine" }] };
    await writeFile(join(folder, "00000.json"), JSON.stringify(labels));
    await mkdir(join(folder, "features"));
    const path = foundPath(folder, "00000");
    await writeFile(path, JSON.stringify([{ pitch: 60, onset: 0, offset: 9, player: 0, own: [] }]));
    const later = new Date(Date.now() + 60_000);
    await utimes(path, later, later);
    await assert.rejects(readClips([folder], () => {}), /00000\.wav is of an earlier version/);
  }));

Deno.test("readClips() says what is wrong with a folder", async () => {
  await inFolder(async (folder) => {
    await assert.rejects(
      readClips([join(folder, "none")], () => {}),
      /Cannot read the clips .*there is no folder/,
    );
    await mkdir(join(folder, "empty"));
    await assert.rejects(
      readClips([join(folder, "empty")], () => {}),
      /empty holds no \.wav or \.flac files/,
    );
    await writeFile(join(folder, "00000.wav"), encodeWav(new Float32Array(1000)));
    await assert.rejects(readClips([folder], () => {}), /00000\.json, the notes .*, is not there/);
    assert.deepEqual((await readdir(folder)).sort(), ["00000.wav", "empty"]);
    const labels = { schema: 1, notes: [], players: [{ timbre: "bank/alto-sax" }] };
    await writeFile(join(folder, "00000.json"), JSON.stringify(labels));
    assert.equal((await readClips([folder], () => {}, { without: /oboe/ })).labels.length, 1);
    await assert.rejects(
      readClips([folder], () => {}, { without: /sax/ }),
      /every clip has a timbre that matches \/sax\//,
    );
    await writeFile(join(folder, "00000.json"), JSON.stringify({ schema: 2 }));
    await assert.rejects(readClips([folder], () => {}), /00000\.json has schema 2, not 1/);
  });
});

Deno.test("drawUnified() draws what drawTimbres() draws, and the frames of all notes besides", () => {
  const source = { clips: oneNote(), features: ["energy", "level"] as const, vary: false };
  const size = { crops: 2, frames: 40 };
  const recipe = { ...septimbreRecipe, ...size, bins: 16 };
  const { frameTarget, ...pairs } = drawUnified(source, recipe, new Random(1));
  assert.deepEqual(pairs, drawTimbres(source, recipe, new Random(1)));
  const notes = drawNotes(source, { ...basicamtRecipe, ...size }, new Random(2));
  assert.deepEqual(frameTarget, notes.frameTarget);
});
