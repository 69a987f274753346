import assert from "node:assert/strict";
import { parseJamsNotes } from "../../../lib/evaluate/datasets/guitarset.ts";
import { DATASETS, findPieces } from "../../../lib/evaluate/datasets/mod.ts";
import { parsePhenicxNotes } from "../../../lib/evaluate/datasets/phenicx.ts";
import { folderOf, matFile, midiFile } from "./folders.ts";

const empty = new Uint8Array(0);

/** The only piece of a folder, with its parts. */
async function only(name: keyof typeof DATASETS, files: Record<string, string | Uint8Array>) {
  const pieces = await findPieces(DATASETS[name], folderOf(files));
  assert.equal(pieces.length, 1);
  return { ...pieces[0], parts: await pieces[0].parts() };
}

const hundredths = (x: number) => Math.round(x * 100) / 100;

Deno.test("bach10 reads frames as times and fractions as the nearest pitch", async () => {
  const note = (frame: number, pitch: number) => ({
    rows: 2,
    values: [frame, pitch - 3, frame + 1, pitch, frame + 2, pitch + 0.3],
  });
  const stem = "Bach10/01-Name/01-Name";
  const piece = await only("bach10", {
    [`${stem}-GTNotes.mat`]: matFile("GTNotes", [
      [note(1, 72)],
      [note(11, 65)],
      [note(1, 60), note(51, 59)],
      [note(1, 48)],
    ]),
    [`${stem}.wav`]: empty,
    ...Object.fromEntries(
      ["violin", "clarinet", "saxphone", "bassoon"].map((part) => [`${stem}-${part}.wav`, empty]),
    ),
  });
  assert.equal(piece.name, "01-Name");
  assert.equal(piece.mix, `${stem}.wav`);
  assert.deepEqual(piece.parts.map(({ stems }) => stems[0].slice(stem.length)), [
    "-violin.wav",
    "-clarinet.wav",
    "-saxphone.wav",
    "-bassoon.wav",
  ]);
  const [violin, clarinet, saxophone] = piece.parts.map(({ notes }) => notes);
  assert.ok(Math.abs(violin[0].onset - 0.023) < 1e-9);
  assert.ok(Math.abs(violin[0].offset - 0.053) < 1e-9);
  assert.equal(violin[0].pitch, 72);
  assert.ok(Math.abs(clarinet[0].onset - 0.123) < 1e-9);
  assert.deepEqual(saxophone.map(({ pitch }) => pitch), [60, 59]);
});

Deno.test("maps reads both forms of notes and no single tones", async () => {
  const pieces = await findPieces(
    DATASETS.maps,
    folderOf({
      "ENSTDkCl/MUS/MAPS_MUS-a_ENSTDkCl.txt":
        "OnsetTime\tOffsetTime\tMidiPitch\r\n0.5\t0.9\t60\r\n0.5\t0.5\t64\r\n",
      "ENSTDkCl/MUS/MAPS_MUS-a_ENSTDkCl.wav": empty,
      "ENSTDkCl/ISOL/NO/MAPS_ISOL_NO_F_S0_M23_ENSTDkCl.txt": "",
      "MAPS_MUS-b_ENSTDkCl.flac": empty,
      "MAPS_MUS-b_ENSTDkCl.tsv": "# onset,offset,note,velocity\n1.0\t2.0\t61.0\t127.0\n",
    }),
  );
  assert.deepEqual(pieces.map(({ name }) => name), ["MAPS_MUS-a_ENSTDkCl", "MAPS_MUS-b_ENSTDkCl"]);
  const [[{ notes }], [{ notes: played }]] = await Promise.all(pieces.map((p) => p.parts()));
  assert.deepEqual(notes, [
    { onset: 0.5, offset: 0.9, pitch: 60 },
    { onset: 0.5, offset: 0.501, pitch: 64 },
  ]);
  assert.deepEqual(played, [{ onset: 1, offset: 2, pitch: 61, velocity: 1 }]);
});

Deno.test("plain reads MIDI and JSON beside recordings, and not the drums", async () => {
  const midi = await only("plain", {
    "a.mp3": empty,
    "a.mid": midiFile(
      { program: 40, notes: [[1, 70], [0, 69]] },
      { program: 0, channel: 9, notes: [[0, 35]] },
    ),
    "unlabelled.wav": empty,
  });
  assert.deepEqual(midi.parts.map(({ instrument }) => instrument), ["violin"]);
  assert.deepEqual(midi.parts[0].notes.map(({ onset, pitch }) => [onset, pitch]), [
    [0, 69],
    [1, 70],
  ]);
  const note = { onset: 0, offset: 1, pitch: 60, velocity: 0.5 };
  const json = await only("plain", {
    "b/song.FLAC": empty,
    "b/song.json": JSON.stringify({
      schema: 1,
      notes: [{ ...note, timbre: 1 }, { ...note, timbre: 0 }],
    }),
  });
  assert.equal(json.name, "b/song");
  assert.deepEqual(json.parts.map(({ instrument }) => instrument), ["timbre 2", "timbre 1"]);
  assert.deepEqual(json.parts[0].notes, [note]);
  for (
    const [text, message] of [["{", /it is not JSON/], ["[]", /not noteprism's JSON/]] as const
  ) {
    await assert.rejects(only("plain", { "a.wav": empty, "a.json": text }), message);
  }
  await assert.rejects(
    only("plain", { "a.wav": empty, "a.mid": "no music" }),
    /Cannot read the MIDI file/,
  );
});

Deno.test("plain finds the players of a mixture alone in stems", async () => {
  const note = { onset: 0, offset: 1, pitch: 60, velocity: 0.5 };
  const notes = [{ ...note, player: 1 }, { ...note, player: 0 }, { ...note, player: 2 }];
  const { parts } = await only("plain", {
    "a/0.flac": empty,
    "a/0.json": JSON.stringify({ schema: 1, notes }),
    "a/stems/0-1.flac": empty,
    "a/stems/0-2.flac": empty,
    "a/stems/0-background.flac": empty,
  });
  assert.deepEqual(parts.map(({ stems }) => stems), [
    ["a/stems/0-2.flac"],
    ["a/stems/0-1.flac"],
    [],
  ]);
});

Deno.test("urmp reads a part a player, hertz as pitch", async () => {
  const piece = await only("urmp", {
    "Dataset/01_Jupiter_vn_vc/AuMix_01_Jupiter_vn_vc.wav": empty,
    "Dataset/01_Jupiter_vn_vc/AuSep_1_vn_01_Jupiter.wav": empty,
    "Dataset/01_Jupiter_vn_vc/AuSep_2_vc_01_Jupiter.wav": empty,
    "Dataset/01_Jupiter_vn_vc/F0s_1_vn_01_Jupiter.txt": "0.023 440.0\n",
    "Dataset/01_Jupiter_vn_vc/Notes_1_vn_01_Jupiter.txt": "0.5\t\t440\t\t0.25\n1\t880\t0.5\n",
    "Dataset/01_Jupiter_vn_vc/Notes_2_vc_01_Jupiter.txt": "0.5\t110\t2\n",
  });
  assert.equal(piece.name, "01_Jupiter_vn_vc");
  assert.deepEqual(piece.parts.map(({ instrument }) => instrument), ["violin", "cello"]);
  assert.deepEqual(piece.parts[1].stems, ["Dataset/01_Jupiter_vn_vc/AuSep_2_vc_01_Jupiter.wav"]);
  assert.deepEqual(piece.parts[0].notes, [
    { onset: 0.5, offset: 0.75, pitch: 69 },
    { onset: 1, offset: 1.5, pitch: 81 },
  ]);
});

Deno.test("phenicx adds up the players of a section and leaves the unaligned scores", async () => {
  const piece = await only("phenicx", {
    "PHENICX-Anechoic/annotations/beethoven/bassoon.txt": "4.35,5.01,A3\n4.35,5.01,C#4\n",
    "PHENICX-Anechoic/annotations/beethoven/bassoon_o.txt": "0,1,A3\n",
    "PHENICX-Anechoic/annotations/beethoven/cello.txt": "1.5,2,C2\n",
    "PHENICX-Anechoic/audio/beethoven/bassoon1.wav": empty,
    "PHENICX-Anechoic/audio/beethoven/bassoon2.wav": empty,
    "PHENICX-Anechoic/audio/beethoven/cello.wav": empty,
  });
  assert.equal(piece.name, "beethoven");
  assert.equal(piece.mix, undefined);
  const [bassoon, cello] = piece.parts;
  assert.equal(bassoon.stems.length, 2);
  assert.deepEqual(bassoon.notes.map(({ pitch }) => pitch), [57, 61]);
  assert.deepEqual(cello.notes, [{ onset: 1.5, offset: 2, pitch: 36 }]);
  assert.equal(parsePhenicxNotes("0,1,Bb4")[0].pitch, 70);
  assert.throws(() => parsePhenicxNotes("0,1,H4"), { message: /"0,1,H4" is not a note/ });
});

Deno.test("musicnet reads samples as seconds, a part an instrument", async () => {
  const header = "start_time,end_time,instrument,note,start_beat,end_beat,note_value";
  const piece = await only("musicnet", {
    "musicnet/test_data/1759.wav": empty,
    "musicnet/test_labels/1759.csv": `${header}\n44100,88200,1,60,0,1,Quarter\n` +
      "22050,44100,41,72,0,1,Quarter\n0,22050,41,71,0,1,Quarter\n",
  });
  assert.equal(piece.name, "1759");
  assert.equal(piece.split, "test");
  assert.deepEqual(piece.parts.map(({ instrument }) => instrument), ["piano", "violin"]);
  assert.deepEqual(piece.parts[0].notes, [{ onset: 1, offset: 2, pitch: 60 }]);
  assert.deepEqual(piece.parts[1].notes.map(({ pitch }) => pitch), [71, 72]);
  await assert.rejects(
    only("musicnet", { "test_data/1.wav": empty, "test_labels/1.csv": "start,end\n" }),
    /Cannot read MusicNet's labels: there is no column start_time/,
  );
});

Deno.test("musicnet-em takes its notes to MusicNet's recordings", async () => {
  const piece = await only("musicnet-em", {
    "musicnet_em/1727.mid": midiFile({ program: 42, notes: [[0.5, 50]] }),
    "train_data/1727.wav": empty,
    "train_data/1728.wav": empty,
  });
  assert.equal(piece.mix, "train_data/1727.wav");
  assert.equal(piece.split, "train");
  assert.equal(piece.parts[0].instrument, "cello");
  assert.equal(hundredths(piece.parts[0].notes[0].onset), 0.5);
});

Deno.test("slakh reads a part a stem, without the drums", async () => {
  const song = "slakh2100_flac_redux/test/Track00007";
  const piece = await only("slakh", {
    [`${song}/all_src.mid`]: empty,
    [`${song}/metadata.yaml`]: "",
    [`${song}/mix.flac`]: empty,
    [`${song}/MIDI/S00.mid`]: midiFile({ program: 30, notes: [[0, 40]] }),
    [`${song}/MIDI/S01.mid`]: midiFile({ program: 0, channel: 9, notes: [[0, 35]] }),
    [`${song}/stems/S00.flac`]: empty,
    [`${song}/stems/S01.flac`]: empty,
  });
  assert.equal(piece.name, "Track00007");
  assert.equal(piece.split, "test");
  assert.deepEqual(piece.parts.map(({ instrument, stems }) => [instrument, ...stems]), [
    ["distortion guitar", `${song}/stems/S00.flac`],
  ]);
});

Deno.test("guitarset reads the strings as one guitar, pitches with fractions", async () => {
  const string = (source: string, time: number, value: number) => ({
    namespace: "note_midi",
    annotation_metadata: { data_source: source },
    data: [{ time, duration: 0.5, value, confidence: null }],
  });
  const name = "00_BN1-129-Eb_comp";
  const piece = await only("guitarset", {
    [`annotation/${name}.jams`]: JSON.stringify({
      annotations: [
        string("0", 1, 43.9),
        string("1", 0.5, 48.1),
        { namespace: "chord", data: [{ time: 0, duration: 2, value: "D#:maj" }] },
      ],
    }),
    [`audio_mono-mic/${name}_mic.wav`]: empty,
  });
  assert.equal(piece.name, name);
  assert.deepEqual(piece.parts, [{
    instrument: "guitar",
    stems: [],
    notes: [{ onset: 0.5, offset: 1, pitch: 48.1 }, { onset: 1, offset: 1.5, pitch: 43.9 }],
  }]);
  assert.throws(() => parseJamsNotes('{"annotations": []}'), {
    message: "Cannot read the JAMS file: it holds no annotation of note_midi",
  });
});

Deno.test("findPieces() says of every data set what was expected and where to get it", async () => {
  for (const dataset of Object.values(DATASETS)) {
    await assert.rejects(findPieces(dataset, folderOf({ "notes.doc": "" })), {
      message: `Cannot find ${dataset.name}: expected ${dataset.layout}. ` +
        `Get it from ${dataset.source}`,
    });
  }
});

Deno.test("findPieces() names the file that a piece lacks", async () => {
  const refuse = (name: keyof typeof DATASETS, path: string, missing: RegExp) =>
    assert.rejects(findPieces(DATASETS[name], folderOf({ [path]: "" })), missing);
  await refuse("bach10", "01-A/01-A-GTNotes.mat", /Cannot find 01-A\/01-A-violin.wav/);
  await refuse("maps", "MAPS_MUS-a.txt", /Cannot find MAPS_MUS-a.flac or MAPS_MUS-a.wav/);
  await refuse("urmp", "01_A_vn/AuMix_01_A_vn.wav", /Cannot find 01_A_vn\/Notes_/);
  await refuse("phenicx", "annotations/mozart/horn.txt", /Cannot find audio\/mozart\/horn1.wav/);
  await refuse("musicnet", "test_data/1.wav", /Cannot find test_labels\/1.csv/);
  await refuse("slakh", "Track00001/mix.wav", /Cannot find Track00001\/MIDI\/S00.mid/);
  await refuse("guitarset", "annotation/a.jams", /Cannot find audio_mono-mic\/a_mic.wav or/);
});
