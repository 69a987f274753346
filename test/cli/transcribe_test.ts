import toneMidi from "@tonejs/midi";
import assert from "node:assert/strict";
import { contents, inFolder, run } from "../command.ts";
import { tone, wav } from "../wav.ts";

const CLI = new URL("../../lib/cli/transcribe.ts", import.meta.url);
const TRIO = new URL("../../lib/example/trio.wav", import.meta.url);
const FLAC = new URL("../fixtures/tone.flac", import.meta.url);

const sound = tone(0.3);
const flac = Deno.readFileSync(FLAC);
const bad: [string, Uint8Array | undefined, RegExp][] = [
  ["a missing file", undefined, /no such file/],
  ["an empty file", new Uint8Array(0), /is empty/],
  ["text named .wav", new TextEncoder().encode("not a sound at all\n"), /not a recording/],
  ["a truncated WAV", wav([sound]).subarray(0, 5000), /cut short/],
  ["a truncated FLAC", flac.subarray(0, 5000), /FLAC file is/],
  ["a WAV without channels", wav([sound], { claims: { channels: 0 } }), /no channels/],
  ["a WAV at 0 Hz", wav([sound], { claims: { sampleRate: 0 } }), /0 Hz/],
  ["a WAV at 4 GHz", wav([sound], { claims: { sampleRate: 4e9 } }), /4000000000/],
  ["a WAV shorter than a frame", wav([tone(0.01)]), /shorter than one frame/],
  ["samples that are no numbers", wav([Float32Array.of(...sound, NaN)], { bits: 32 }), /finite/],
];

for (const [what, content, reason] of bad) {
  Deno.test(`transcribe refuses ${what} in one line and keeps what was there`, () =>
    inFolder(async (folder) => {
      if (content) await Deno.writeFile(`${folder}/bad.wav`, content);
      await Deno.writeTextFile(`${folder}/old.mid`, "precious");
      const { status, stdout, stderr } = await run(CLI, ["bad.wav", "--midi", "old.mid"], folder);
      assert.equal(status, 1);
      assert.equal(stdout, "");
      assert.match(stderr, /^Cannot transcribe bad\.wav: .+\n$/);
      assert.match(stderr, reason);
      assert.equal(await Deno.readTextFile(`${folder}/old.mid`), "precious");
      assert.deepEqual(await contents(folder), content ? ["bad.wav", "old.mid"] : ["old.mid"]);
    }));
}

Deno.test("transcribe refuses a folder", () =>
  inFolder(async (folder) => {
    const { status, stderr } = await run(CLI, ["."], folder);
    assert.equal(status, 1);
    assert.match(stderr, /^Cannot transcribe \.: it is a folder.*\n$/);
  }));

Deno.test("transcribe writes over neither the recording nor a folder nor another output", () =>
  inFolder(async (folder) => {
    const recording = wav([sound]);
    await Deno.writeFile(`${folder}/song.wav`, recording);
    await Deno.symlink("song.wav", `${folder}/link.wav`);
    await Deno.mkdir(`${folder}/songs`);
    const refused: [string[], RegExp][] = [
      [["--midi", "song.wav"], /cannot write song\.wav: it is the recording itself/],
      [["--csv", "link.wav"], /cannot write link\.wav: it is the recording itself/],
      [["--json", "songs"], /cannot write songs: it is a folder/],
      [["--midi", "out", "--json", "./out"], /cannot write \.\/out: another output/],
    ];
    for (const [args, reason] of refused) {
      const { status, stderr } = await run(CLI, ["song.wav", ...args], folder);
      assert.equal(status, 1);
      assert.match(stderr, /^Cannot transcribe song\.wav: .+\n$/);
      assert.match(stderr, reason);
    }
    assert.deepEqual(await Deno.readFile(`${folder}/song.wav`), recording);
    assert.deepEqual(await contents(folder), ["link.wav", "song.wav", "songs"]);
  }));

Deno.test("transcribe names the models that there are when it does not know one", () =>
  inFolder(async (folder) => {
    const unknown = await run(CLI, ["--model", "nobody"], folder);
    assert.equal(unknown.status, 1);
    assert.match(unknown.stderr, /no model called nobody .* basicamt, .* prism, septimbre/);
    const missing = await run(CLI, ["--model", "nowhere.json"], folder);
    assert.equal(missing.status, 1);
    assert.match(missing.stderr, /there is no model card nowhere\.json\n$/);
    assert.deepEqual(await contents(folder), []);
  }));

Deno.test("transcribe exits with 2 on wrong usage and 0 on --help", () =>
  inFolder(async (folder) => {
    assert.equal((await run(CLI, ["--timbres", "0"], folder)).status, 2);
    assert.equal((await run(CLI, ["--timbres", "many"], folder)).status, 2);
    assert.equal((await run(CLI, ["--nonsense"], folder)).status, 2);
    assert.equal((await run(CLI, ["--backend", "abacus"], folder)).status, 2);
    assert.equal((await run(CLI, ["--help"], folder)).status, 0);
  }));

Deno.test("transcribe takes silence for a song without notes", () =>
  inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/silence.wav`, wav([new Float32Array(22_050)]));
    const args = ["silence.wav", "--json", "out.json", "--timbres", "2"];
    const { status, stderr } = await run(CLI, args, folder);
    assert.equal(status, 0);
    assert.equal(stderr, "Warning: asked for 2 timbres, found only 0\n");
    const song = JSON.parse(await Deno.readTextFile(`${folder}/out.json`));
    assert.deepEqual([song.notes, song.timbres, song.audio.seconds], [[], 0, 1]);
  }));

Deno.test("transcribe without arguments writes the bundled example's MIDI file where one stands", () =>
  inFolder(async (folder) => {
    const { status, stdout } = await run(CLI, [], folder);
    assert.equal(status, 0);
    assert.match(stdout, /notes in \d timbres?/);
    assert.deepEqual(await contents(folder), ["trio.mid"]);
    const midi = new toneMidi.Midi(await Deno.readFile(`${folder}/trio.mid`));
    assert.ok(midi.tracks.flatMap((track) => track.notes).length > 10);
  }));

Deno.test("transcribe --jsonl prints notes and changes of timbre alone, a line each", () =>
  inFolder(async (folder) => {
    const input = await Deno.readFile(TRIO);
    const { status, stdout } = await run(CLI, ["-", "--jsonl"], folder, input);
    assert.equal(status, 0);
    const lines = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    const notes = lines.filter((line) => !("relabelled" in line));
    assert.deepEqual(notes.map(({ id }) => id), [...notes.keys()]);
    assert.ok(notes.length > 10 && notes[0].timbre === 0);
    assert.deepEqual(await contents(folder), []);
    const clash = await run(CLI, ["-", "--jsonl", "--midi", "a.mid"], folder, input);
    assert.equal(clash.status, 2);
  }));

Deno.test("transcribe writes exactly the files named, from standard input too", () =>
  inFolder(async (folder) => {
    const args = ["-", "--json", "a.json", "--csv", "a.csv", "--html", "a.html", "--timbres", "2"];
    const { status } = await run(CLI, args, folder, wav([tone(1), tone(1, 660)], { bits: 24 }));
    assert.equal(status, 0);
    assert.deepEqual(await contents(folder), ["a.csv", "a.html", "a.json"]);
  }));
