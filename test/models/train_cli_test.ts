import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { loadModel } from "../../lib/inference/model.ts";
import { loadState } from "../../models/train/state.ts";
import { sameBytes } from "../bytes.ts";
import { contents, inFolder, run } from "../command.ts";
import { encodeWav } from "../../synth/wav.ts";

const CLI = new URL("../../models/train/cli.ts", import.meta.url);

/** Writes clips of one second with one note each. */
async function writeClips(folder: string): Promise<void> {
  for (let i = 0; i < 3; i++) {
    const audio = Float32Array.from({ length: 22_050 }, (_, n) => 0.3 * Math.sin(n * 0.05 * i));
    const note = { onset: 0.1, offset: 0.9, pitch: 60 + i, velocity: 1, player: 0 };
    const labels = { schema: 1, notes: [note], players: [{ timbre: `sine ${i}` }] };
    await writeFile(join(folder, `0000${i}.wav`), encodeWav(audio));
    await writeFile(join(folder, `0000${i}.json`), JSON.stringify(labels));
  }
  const sources = [{ name: "sines", kind: "tones", licence: "CC0 1.0" }];
  await writeFile(join(folder, "manifest.json"), JSON.stringify({ schema: 1, sources }));
}

/** What a card says of a run. */
type Trained = Record<"steps" | "seed" | "learningRate" | "validateEvery", number> & {
  from?: Trained;
};

/** Starts a run, terminates it after its first line and returns what it wrote. */
async function terminated(args: string[]): Promise<{ code: number; stderr: string }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", CLI.href, ...args],
    stderr: "piped",
  }).spawn();
  let stderr = "";
  for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
    if (stderr === "") child.kill("SIGTERM");
    stderr += text;
  }
  return { code: (await child.status).code, stderr };
}

Deno.test("deno task train stops, resumes, trains both branches and writes models", async () => {
  await inFolder(async (folder) => {
    await writeClips(folder);
    const train = (...args: string[]) => run(CLI, args, folder);
    const [notes, timbres, out, again] = ["notes", "timbres", "out", "again"]
      .map((name) => join(folder, name));
    const checkpoint = join(notes, "checkpoint.bin");
    const basics = ["basicamt", "--data", folder, "--run", notes, "--out", out];

    const stopped = await terminated([...basics, "--steps", "4", "--seed", "3"]);
    assert.equal(stopped.code, 130, stopped.stderr);
    assert.match(stopped.stderr, /go on with --resume.*\nInterrupted\.\n$/s);
    const { step } = await loadState(checkpoint);
    assert(step >= 1 && step < 4);
    assert(!(await contents(folder)).includes("out"));

    const kept = await readFile(checkpoint);
    const anew = await train(...basics, "--steps", "4");
    assert.equal(anew.status, 1);
    assert.match(
      anew.stderr,
      /^Cannot train basicamt: .*notes holds a run: go on with --resume.*\n$/,
    );
    assert.deepEqual(await readFile(checkpoint), kept);

    const resumed = await train(...basics, "--resume", "--thresholds", "0.2,0.4");
    assert.equal(resumed.status, 0, resumed.stderr);
    assert.match(resumed.stderr, /step 4\/4 loss .* validation loss/);
    assert.equal((await loadState(checkpoint)).step, 4);
    const basicamt = await loadModel(pathToFileURL(join(out, "basicamt.json")));
    assert.equal(basicamt.card.parameters, 18_978);
    assert.deepEqual(basicamt.card.thresholds, { onset: 0.2, frame: 0.4, minimumSeconds: 0.087 });
    assert.equal(basicamt.card.training.seed, 3);
    assert.equal(basicamt.card.training.data[0].licence, "CC0 1.0");
    const log = (await readFile(join(notes, "log.jsonl"), "utf8")).trim().split("\n");
    assert.equal(JSON.parse(log[log.length - 1]).step, 4);

    const curves = JSON.parse(await readFile(join(out, "basicamt.curves.json"), "utf8"));
    const drawn = Object.fromEntries(
      curves.data.map((
        { name, x, y }: { name: string; x: number[]; y: number[] },
      ) => [name, [x, y]]),
    );
    const last = JSON.parse(log[log.length - 1]);
    const [steps, losses] = drawn["notes validation: loss"];
    assert.equal(steps.at(-1), 4);
    assert(Math.abs(losses.at(-1) / last.validation.loss - 1) < 1e-4);
    assert(drawn["notes: loss"][0].includes(4));

    const finished = join(folder, "finished");
    const better = ["basicamt", "--data", folder, "--run", finished, "--out", finished];
    const more = await train(...better, "--from", checkpoint, "--steps", "2");
    assert.equal(more.status, 0, more.stderr);
    const { training } = (await loadModel(pathToFileURL(join(finished, "basicamt.json")))).card;
    const { notes: { from, ...own } } = training.recipe as { notes: Trained };
    assert.deepEqual([own.steps, own.validateEvery, from?.steps, from?.seed], [2, 2, 4, 3]);
    assert.equal(own.learningRate, from!.learningRate / 4);
    assert(Math.abs(training.audioSeconds - 1.5 * basicamt.card.training.audioSeconds) < 2);
    const other = await train("beam", "--data", folder, "--run", out, "--from", checkpoint);
    assert.equal(other.status, 1);
    assert.match(other.stderr, /Cannot train beam: cannot take weights of beam from .*: it holds/);

    const carded = join(folder, "carded");
    const card = join(out, "basicamt.json");
    const same = ["basicamt", "--data", folder, "--run", carded, "--out", carded];
    const alike = await train(...same, "--from", card, "--steps", "2");
    assert.equal(alike.status, 0, alike.stderr);
    assert(!alike.stderr.includes("drawn"));
    assert.deepEqual(
      await readFile(join(carded, "basicamt.onnx")),
      await readFile(join(finished, "basicamt.onnx")),
    );
    await rm(join(carded, "basicamt.json"));
    const later = await train("basicamt", "--run", carded, "--out", carded, "--export-only");
    assert.equal(later.status, 0, later.stderr);
    const { card: written } = await loadModel(pathToFileURL(join(carded, "basicamt.json")));
    assert.deepEqual(written.thresholds, basicamt.card.thresholds);
    const told = written.training;
    assert.deepEqual((told.recipe as { notes: Trained }).notes.from, from);

    const branch = ["septimbre", "--run", timbres, "--notes", checkpoint];
    const trained = await train(...branch, "--data", folder, "--out", out, "--steps", "1");
    assert.equal(trained.status, 0, trained.stderr);
    const septimbre = await loadModel(pathToFileURL(join(out, "septimbre.json")));
    assert.equal(septimbre.card.embeddingSize, 12);
    assert.equal(septimbre.card.parameters, 18_978 + 25_958);
    const exported = await train(...branch, "--export-only", "--out", again);
    assert.equal(exported.status, 0, exported.stderr);
    assert.deepEqual(
      await readFile(join(again, "septimbre.onnx")),
      await readFile(join(out, "septimbre.onnx")),
    );

    assert.deepEqual(
      await readFile(join(again, "septimbre.curves.json")),
      await readFile(join(out, "septimbre.curves.json")),
    );
    const both = ["septimbre", "--run", timbres, "--notes", card];
    const fromCard = await train(...both, "--export-only", "--out", carded);
    assert.equal(fromCard.status, 0, fromCard.stderr);
    for (const name of ["septimbre.onnx", "septimbre.curves.json"]) {
      assert.deepEqual(await readFile(join(carded, name)), await readFile(join(out, name)));
    }
    const tuned = await loadModel(pathToFileURL(join(carded, "septimbre.json")));
    assert.deepEqual(tuned.card.thresholds, basicamt.card.thresholds);
    const on = ["septimbre", "--data", folder, "--run", join(folder, "on"), "--out", again];
    const whole = await train(...on, "--from", join(carded, "septimbre.json"), "--steps", "1");
    assert.equal(whole.status, 0, whole.stderr);
    assert.match(whole.stderr, /wrote .*septimbre\.json\n$/);
    await rm(join(notes, "log.jsonl"));
    await rm(join(again, "septimbre.curves.json"));
    const logless = await train(...branch, "--export-only", "--out", again);
    assert.equal(logless.status, 0, logless.stderr);
    assert.match(logless.stderr, /wrote no curves: .*log\.jsonl'\n$/);
    assert(!(await contents(again)).includes("septimbre.curves.json"));

    const few = await train(
      ...["prism", "--data", folder, "--run", join(folder, "few"), "--steps", "1"],
    );
    assert.equal(few.status, 1);
    assert.equal(
      few.stderr.trim().split("\n").at(-1),
      "Cannot train prism: cannot compare notes: none of the 2 training clips has 8 notes",
    );
    assert(!(await contents(folder)).includes("few"));

    await rm(join(folder, "00002.wav"));
    const changed = await train(...basics, "--resume");
    assert.equal(changed.status, 1);
    assert.match(
      changed.stderr,
      /^Cannot train basicamt: cannot resume: the checkpoint saw 2 clips/,
    );
  });
});

Deno.test("deno task train learns from mixtures rendered on the way, and resumes to the bit", async () => {
  await inFolder(async (folder) => {
    await writeClips(folder);
    const train = (name: string, ...args: string[]) => {
      const places = [
        "--validation",
        folder,
        "--run",
        join(folder, name),
        "--out",
        join(folder, "out"),
      ];
      const stream = ["--synth", "--seconds", "2", "--pool", "4", "--uses", "2", ...places];
      return run(CLI, ["basicamt", ...stream, ...args], folder);
    };
    const whole = await train("whole", "--steps", "3");
    assert.equal(whole.status, 0, whole.stderr);
    const state = await loadState(join(folder, "whole", "checkpoint.bin"));
    assert.equal(state.origin.data.clips, 4);
    assert.equal(state.origin.data.rendered?.recipe.seconds, 2);

    const part = await train("part", "--steps", "3", "--minutes", "0.0001");
    assert.equal(part.status, 0, part.stderr);
    const stopped = await loadState(join(folder, "part", "checkpoint.bin"));
    assert(stopped.step < 3);
    const resumed = await train("part", "--resume");
    assert.equal(resumed.status, 0, resumed.stderr);
    const { parameters } = await loadState(join(folder, "part", "checkpoint.bin"));
    assert(sameBytes(parameters, state.parameters));

    const other = await train("part", "--resume", "--timbres", "2");
    assert.equal(other.status, 1);
    assert.match(other.stderr, /cannot resume: the checkpoint saw mixtures of another recipe/);
  });
});

Deno.test("deno task train refuses bad input with 1 and wrong usage with 2", async () => {
  const train = (...args: string[]) => run(CLI, args, tmpdir());
  const none = await train("basicamt", "--data", "noteprism-none");
  assert.equal(none.status, 1);
  assert.match(none.stderr, /^Cannot train basicamt: cannot read the clips in .*\n$/);
  const usages = [
    ["basicamt"],
    ["tuba", "--data", "x"],
    ["basicamt", "--data", "x", "--steps", "0"],
    ["basicamt", "--data", "x", "--resume", "--seed", "2"],
    ["septimbre", "--export-only"],
    ["basicamt", "--data", "x", "--synth"],
    ["basicamt", "--synth"],
    ["basicamt", "--synth", "--validation", "x", "--off", "echo"],
  ];
  for (const usage of usages) {
    const { status, stderr } = await train(...usage);
    assert.equal(status, 2, `${usage}: ${stderr}`);
    assert.match(stderr, /^error: /);
  }
});
