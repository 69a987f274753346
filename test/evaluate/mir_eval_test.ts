import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { evaluateMultipitch } from "../../lib/evaluate/multipitch.ts";
import { MIR_EVAL_NAMES, underMirEvalNames } from "../../lib/evaluate/names.ts";
import { parseNotes, parsePitchFrames, parsePlayedNotes } from "../../lib/evaluate/text.ts";
import { evaluateTranscription } from "../../lib/evaluate/transcription.ts";
import { evaluateVelocity } from "../../lib/evaluate/velocity.ts";

const FIXTURES = new URL("../../../shared/data/mir_eval/", import.meta.url);
const ignore = !existsSync(FIXTURES);
if (ignore) console.warn(`mir_eval's test data are not at ${FIXTURES.pathname}: skipped`);

/** Scores five pairs of files and compares with what mir_eval returned for them. */
async function compare(
  folder: string,
  digits: number,
  score: (reference: string, estimate: string) => Record<string, number>,
): Promise<void> {
  for (let i = 0; i < 5; i++) {
    const number = String(i).padStart(digits, "0");
    const read = (name: string) => readFile(new URL(`${folder}/${name}`, FIXTURES), "utf8");
    const wanted = JSON.parse(await read(`output${number}.json`));
    const got = score(await read(`ref${number}.txt`), await read(`est${number}.txt`));
    assert.deepEqual(Object.keys(got).sort(), Object.keys(wanted).sort());
    for (const [name, value] of Object.entries<number>(wanted)) {
      const error = Math.abs(got[name] - value);
      assert.ok(error < 1e-9, `${folder} ${number}: ${name} is ${got[name]}, not ${value}`);
    }
  }
}

Deno.test({
  name: "evaluateTranscription() gives mir_eval's figures",
  ignore,
  fn: () =>
    compare("transcription", 2, (reference, estimate) =>
      underMirEvalNames(
        evaluateTranscription(parseNotes(reference), parseNotes(estimate)),
        MIR_EVAL_NAMES.transcription,
      )),
});

Deno.test({
  name: "evaluateVelocity() gives mir_eval's figures",
  ignore,
  fn: () =>
    compare("transcription_velocity", 1, (reference, estimate) =>
      underMirEvalNames(
        evaluateVelocity(parsePlayedNotes(reference), parsePlayedNotes(estimate)),
        MIR_EVAL_NAMES.velocity,
      )),
});

Deno.test({
  name: "evaluateMultipitch() gives mir_eval's figures",
  ignore,
  fn: () =>
    compare("multipitch", 2, (reference, estimate) =>
      underMirEvalNames(
        evaluateMultipitch(parsePitchFrames(reference), parsePitchFrames(estimate)),
        MIR_EVAL_NAMES.multipitch,
      )),
});
