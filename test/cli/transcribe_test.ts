import toneMidi from "@tonejs/midi";
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { tone, wav } from "../wav.ts";

const CLI = fileURLToPath(new URL("../../lib/cli/transcribe.ts", import.meta.url));
const FLAC = new URL("../fixtures/tone.flac", import.meta.url);

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command in `folder` with `input` on its standard input. */
async function run(folder: string, args: string[], input?: Uint8Array): Promise<Outcome> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", CLI, ...args],
    cwd: folder,
    env: { INIT_CWD: folder, NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  if (input) await writer.write(input);
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const files = async (folder: string) =>
  (await Array.fromAsync(Deno.readDir(folder))).map((entry) => entry.name).sort();

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
      const { code, stdout, stderr } = await run(folder, ["bad.wav", "--midi", "old.mid"]);
      assert.equal(code, 1);
      assert.equal(stdout, "");
      assert.match(stderr, /^Cannot transcribe bad\.wav: .+\n$/);
      assert.match(stderr, reason);
      assert.equal(await Deno.readTextFile(`${folder}/old.mid`), "precious");
      assert.deepEqual(await files(folder), content ? ["bad.wav", "old.mid"] : ["old.mid"]);
    }));
}

Deno.test("transcribe refuses a folder", () =>
  inFolder(async (folder) => {
    const { code, stderr } = await run(folder, ["."]);
    assert.equal(code, 1);
    assert.match(stderr, /^Cannot transcribe \.: it is a folder.*\n$/);
  }));

Deno.test("transcribe exits with 2 on wrong usage and 0 on --help", () =>
  inFolder(async (folder) => {
    assert.equal((await run(folder, ["--timbres", "0"])).code, 2);
    assert.equal((await run(folder, ["--timbres", "many"])).code, 2);
    assert.equal((await run(folder, ["--nonsense"])).code, 2);
    assert.equal((await run(folder, ["--backend", "abacus"])).code, 2);
    assert.equal((await run(folder, ["--help"])).code, 0);
  }));

Deno.test("transcribe takes silence for a song without notes", () =>
  inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/silence.wav`, wav([new Float32Array(22_050)]));
    const { code } = await run(folder, ["silence.wav", "--json", "out.json", "--quiet"]);
    assert.equal(code, 0);
    const song = JSON.parse(await Deno.readTextFile(`${folder}/out.json`));
    assert.deepEqual([song.notes, song.timbres, song.audio.seconds], [[], 0, 1]);
  }));

Deno.test("transcribe without arguments writes the bundled example's MIDI file where one stands", () =>
  inFolder(async (folder) => {
    const { code, stdout } = await run(folder, []);
    assert.equal(code, 0);
    assert.match(stdout, /notes in \d timbres?/);
    assert.deepEqual(await files(folder), ["trio.mid"]);
    const midi = new toneMidi.Midi(await Deno.readFile(`${folder}/trio.mid`));
    assert.ok(midi.tracks.flatMap((track) => track.notes).length > 10);
  }));

Deno.test("transcribe writes exactly the files named, from standard input too", () =>
  inFolder(async (folder) => {
    const args = ["-", "--json", "a.json", "--csv", "a.csv", "--html", "a.html", "--timbres", "2"];
    const { code } = await run(folder, args, wav([tone(1), tone(1, 660)], { bits: 24 }));
    assert.equal(code, 0);
    assert.deepEqual(await files(folder), ["a.csv", "a.html", "a.json"]);
  }));
