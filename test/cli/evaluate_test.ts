import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { contents, inFolder, run } from "../command.ts";
import { midiFile } from "../evaluate/datasets/folders.ts";
import { tone, wav } from "../wav.ts";

const CLI = new URL("../../lib/cli/evaluate.ts", import.meta.url);
const EXAMPLE = new URL("../../lib/example/", import.meta.url);

/** Two players of URMP: a' then b', and an octave and more below a second later. */
async function writeDuo(folder: string): Promise<void> {
  const piece = `${folder}/urmp/01_Duo_vn_vc`;
  await Deno.mkdir(piece, { recursive: true });
  const files: Record<string, Uint8Array | string> = {
    "AuMix_01_Duo_vn_vc.wav": wav([tone(0.1)]),
    "AuSep_1_vn_01_Duo.wav": wav([tone(2, 440)]),
    "AuSep_2_vc_01_Duo.wav": wav([tone(2, 110)]),
    "Notes_1_vn_01_Duo.txt": "0 440 1\n1 493.883 1\n",
    "Notes_2_vc_01_Duo.txt": "0 110 1\n1 123.471 1\n",
  };
  for (const [name, content] of Object.entries(files)) {
    await Deno.writeFile(
      `${piece}/${name}`,
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    );
  }
}

/** What a system that knows everything writes down of the duo. */
async function writeAnswers(folder: string): Promise<void> {
  const [violin, cello]: { program: number; notes: [number, number][] }[] = [
    { program: 40, notes: [[0, 69], [1, 71]] },
    { program: 42, notes: [[0, 45], [1, 47]] },
  ];
  await Deno.mkdir(`${folder}/answers`);
  const write = (mix: string, ...tracks: typeof violin[]) =>
    Deno.writeFile(`${folder}/answers/01_Duo_vn_vc${mix}.mid`, midiFile(...tracks));
  await write("-1", violin);
  await write("-2", cello);
  await write("-1+2", violin, cello);
  await write("", violin, cello);
}

function dataset(name: string, data: string, ...rest: string[]): string[] {
  return ["--dataset", name, "--data", data, ...rest];
}

Deno.test("evaluate gives a system that knows everything full marks on every mix", () =>
  inFolder(async (folder) => {
    await writeDuo(folder);
    await writeAnswers(folder);
    const args = dataset("urmp", "urmp", "--estimates", "answers", "--mixes", "1,2");
    const { status, stdout, stderr } = await run(CLI, [...args, "--json", "-"], folder);
    assert.equal(stderr, "");
    assert.equal(status, 0);
    const { schema, dataset: name, systems: [{ name: system, mixes }], summary } = JSON.parse(
      stdout,
    );
    assert.equal(summary[1].separation.found.trackF.mean, 1);
    assert.deepEqual([schema, name, system], [1, "URMP", "answers"]);
    assert.deepEqual(
      mixes.map(({ mix, parts }: { mix: string; parts: number }) => [mix, parts]),
      [["01_Duo_vn_vc-1", 1], ["01_Duo_vn_vc-2", 1], ["01_Duo_vn_vc-1+2", 2]],
    );
    for (const { fixed, counted, parts, separation } of mixes) {
      assert.deepEqual(fixed, { precision: 1, recall: 1, f: 1, onceF: 1, offsetF: 1, frameF: 1 });
      assert.equal(counted, parts);
      assert.equal(separation.found.trackF, 1);
      assert.equal(separation.found.countAccuracy, 1);
      assert.equal(separation.given, undefined);
    }
    assert.equal(mixes[2].separation.rank.trackF, 1);
  }));

Deno.test("evaluate --solo and --priors put variants of a model beside it", () =>
  inFolder(async (folder) => {
    await writeDuo(folder);
    const args = dataset("urmp", "urmp", "--mixes", "2", "--model", "prism", "--solo");
    const { status, stdout } = await run(
      CLI,
      [...args, "--priors", "register,same-pitch", "--json", "-"],
      folder,
    );
    assert.equal(status, 0);
    const { systems } = JSON.parse(stdout);
    assert.deepEqual(
      systems.map(({ name, mixes }: { name: string; mixes: { parts: number }[] }) => [
        name,
        mixes.map(({ parts }) => parts),
      ]),
      [
        ["prism", [2]],
        ["prism + register", [2]],
        ["prism + same-pitch", [2]],
        ["prism + register + same-pitch", [2]],
        ["prism, parts heard alone", [2]],
      ],
    );
    assert.equal((await run(CLI, [...args, "--priors", "luck"], folder)).status, 2);
  }));

Deno.test("evaluate takes a piece's own recording with --mixes whole", () =>
  inFolder(async (folder) => {
    await writeDuo(folder);
    await writeAnswers(folder);
    const args = dataset("urmp", "urmp", "--estimates", "answers", "--mixes", "whole");
    const { stdout } = await run(CLI, args, folder);
    assert.match(stdout, /^URMP, 1 piece; recordings: 1 of 2 parts\. Notes/);
    assert.match(stdout, /\n\| 2 +\| answers +\| 1\.000 ± \.000 +\|/);
    assert.match(stdout, /timbre, count found +\| 1\.000/);
  }));

Deno.test("evaluate says which estimate is missing", () =>
  inFolder(async (folder) => {
    await writeDuo(folder);
    await Deno.mkdir(`${folder}/answers`);
    const { status, stderr } = await run(
      CLI,
      dataset("urmp", "urmp", "--estimates", "answers"),
      folder,
    );
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^Cannot evaluate on urmp: there is no 01_Duo_vn_vc-1\+2\.json or .*answers\n$/,
    );
  }));

Deno.test("evaluate hears a model once, sweeps its thresholds and repeats itself from the cache", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/songs`);
    for (const name of ["trio.wav", "trio.json"]) {
      await Deno.copyFile(new URL(name, EXAMPLE), `${folder}/songs/${name}`);
    }
    const args = dataset("plain", "songs", "--thresholds", "both", "--cache", "kept");
    const first = await run(CLI, [...args, "--json", "1.json", "--html", "1.html"], folder);
    assert.equal(first.stderr, "");
    assert.equal(first.status, 0);
    const [kept] = await contents(`${folder}/kept`);
    const { mtime } = await Deno.stat(`${folder}/kept/${kept}`);

    const second = await run(CLI, [...args, "--json", "2.json", "--html", "2.html"], folder);
    assert.equal(second.stdout, first.stdout);
    for (const ending of ["json", "html"]) {
      const [a, b] = await Promise.all(
        [1, 2].map((i) => Deno.readTextFile(`${folder}/${i}.${ending}`)),
      );
      assert.ok(a === b, `the ${ending} files differ`);
    }
    assert.deepEqual(await contents(`${folder}/kept`), [kept]);
    assert.deepEqual((await Deno.stat(`${folder}/kept/${kept}`)).mtime, mtime);

    const { systems: [{ name, thresholds, best, mixes: [mix] }] } = JSON.parse(
      await Deno.readTextFile(`${folder}/1.json`),
    );
    assert.equal(name, "prism");
    assert.equal(mix.parts, 3);
    assert.ok(mix.fixed.f > 0.7, `note F ${mix.fixed.f}`);
    assert.ok(mix.cost.audioSeconds > 13 && mix.cost.seconds > 0 && mix.cost.peakBytes > 0);
    assert.deepEqual(Object.keys(mix.separation), ["given", "found", "rank", "pitch"]);
    assert.deepEqual(Object.keys(thresholds).sort(), ["frame", "minimumSeconds", "onset"]);
    const highest = Math.max(...mix.sweep.map(({ f }: { f: number }) => f));
    assert.equal(mix.best.f, highest);
    assert.ok(
      mix.sweep.some((point: { onset: number; frame: number; f: number }) =>
        point.f === highest && point.onset === best[0].setting.onset &&
        point.frame === best[0].setting.frame
      ),
    );
  }));

Deno.test("evaluate puts Basic Pitch on the same table", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/songs`);
    const melody = [440, 523.25, 659.26].flatMap((frequency) => [...tone(1, frequency)]);
    await Deno.writeFile(`${folder}/songs/melody.wav`, wav([Float32Array.from(melody)]));
    await Deno.writeFile(
      `${folder}/songs/melody.mid`,
      midiFile({ program: 0, notes: [[0, 69], [1, 72], [2, 76]] }),
    );
    const args = dataset("plain", "songs", "--model", "basic-pitch", "--json", "-");
    const { status, stdout } = await run(CLI, args, folder);
    assert.equal(status, 0);
    const { systems: [{ name, thresholds, mixes: [{ fixed }] }] } = JSON.parse(stdout);
    assert.equal(name, "basic-pitch");
    assert.deepEqual(thresholds, { onset: 0.5, frame: 0.3 });
    assert.equal(fixed.recall, 1);
    assert.ok(fixed.precision > 0.5);
  }));

Deno.test("evaluate refuses what is not a data set in one line", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/empty`);
    const wrong = await run(CLI, dataset("bach10", "empty"), folder);
    assert.equal(wrong.status, 1);
    assert.match(wrong.stderr, /^Cannot evaluate on empty: .*expected folders.*https:.*\n$/);
    const missing = await run(CLI, dataset("bach10", "missing"), folder);
    assert.equal(missing.status, 1);
    assert.match(missing.stderr, /^Cannot evaluate on missing: there is no folder .*missing\n$/);
  }));

Deno.test("evaluate refuses splits and sizes that no piece has, and unknown models", () =>
  inFolder(async (folder) => {
    await writeDuo(folder);
    const reasons: [string[], RegExp][] = [
      [["--mixes", "3"], /no piece has as many as 3 parts/],
      [["--split", "test"], /there is no split test/],
      [["--model", "nobody"], /no model called nobody/],
    ];
    for (const [args, reason] of reasons) {
      const { status, stderr } = await run(CLI, dataset("urmp", "urmp", ...args), folder);
      assert.equal(status, 1);
      assert.match(stderr, /^Cannot evaluate on urmp: .*\n$/);
      assert.match(stderr, reason);
    }
  }));

Deno.test("evaluate exits with 2 on wrong usage and 0 on --help", () =>
  inFolder(async (folder) => {
    const wrong = [
      [],
      ["--dataset", "bach10"],
      dataset("nothing", "."),
      dataset("bach10", ".", "--mixes", "two"),
      ["--reference", "a.mid", "--estimate", "b.mid", "--html", "c.html"],
      dataset("bach10", ".", "--reference", "a.mid", "--estimate", "b.mid"),
    ];
    for (const args of wrong) assert.equal((await run(CLI, args, folder)).status, 2);
    assert.equal((await run(CLI, ["--help"], folder)).status, 0);
  }));

Deno.test("evaluate scores MIDI against text and against JSON", () =>
  inFolder(async (folder) => {
    await Deno.writeFile(
      `${folder}/a.mid`,
      midiFile({ program: 0, notes: [[0, 69], [1, 57]] }, { program: 40, notes: [[0, 45]] }),
    );
    await Deno.writeTextFile(`${folder}/b.txt`, "# a note less\n0 1 440\n1 2 220\n");
    await Deno.writeTextFile(
      `${folder}/c.json`,
      JSON.stringify({
        schema: 1,
        notes: [
          { onset: 0, offset: 1, pitch: 69, velocity: 0.5, timbre: 0 },
          { onset: 1, offset: 2, pitch: 57, velocity: 0.5, timbre: 0 },
          { onset: 0, offset: 1, pitch: 45, velocity: 0.5, timbre: 0 },
        ],
      }),
    );
    const score = async (estimate: string, task: string) => {
      const args = ["--reference", "a.mid", "--estimate", estimate, "--task", task, "--json", "-"];
      return JSON.parse((await run(CLI, args, folder)).stdout);
    };
    const notes = await score("b.txt", "transcription");
    assert.equal(notes.Precision, 1);
    assert.equal(notes.Recall, 2 / 3);
    assert.equal((await score("c.json", "velocity"))["F-measure"], 1);
    assert.equal((await score("c.json", "multipitch")).Accuracy, 1);
    assert.equal((await score("c.json", "separation")).microRecall, 2 / 3);

    const args = ["--reference", "a.mid", "--estimate", "b.txt"];
    const { status, stderr } = await run(CLI, [...args, "--task", "separation"], folder);
    assert.equal(status, 1);
    assert.match(stderr, /^Cannot score b\.txt against a\.mid: b\.txt: text holds no tracks.*\n$/);
    const missing = await run(CLI, ["--reference", "a.mid", "--estimate", "z.mid"], folder);
    assert.match(missing.stderr, /z\.mid: there is no such file\n$/);
  }));

const FIXTURES = new URL("../../../shared/data/mir_eval/", import.meta.url);
const ignore = !existsSync(FIXTURES);
if (ignore) console.warn(`mir_eval's test data are not at ${FIXTURES.pathname}: skipped`);

Deno.test({
  name: "evaluate prints mir_eval's figures under its names",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const cases = [
        ["transcription", "transcription", "00"],
        ["velocity", "transcription_velocity", "0"],
        ["multipitch", "multipitch", "00"],
      ];
      for (const [task, set, number] of cases) {
        const path = (name: string) => fileURLToPath(new URL(`${set}/${name}`, FIXTURES));
        const reference = path(`ref${number}.txt`);
        const estimate = path(`est${number}.txt`);
        const args = ["--reference", reference, "--estimate", estimate, "--task", task];
        const { stdout } = await run(CLI, [...args, "--json", "out.json"], folder);
        const wanted = JSON.parse(await Deno.readTextFile(path(`output${number}.json`)));
        const got = JSON.parse(await Deno.readTextFile(`${folder}/out.json`));
        assert.deepEqual(Object.keys(got).sort(), Object.keys(wanted).sort());
        for (const [name, value] of Object.entries<number>(wanted)) {
          assert.ok(Math.abs(got[name] - value) < 1e-9, `${task}: ${name} is ${got[name]}`);
          assert.ok(stdout.includes(name));
        }
      }
    }),
});
