import assert from "node:assert/strict";
import { SAMPLE_RATE } from "../../../lib/frontend/constants.ts";
import { Random } from "../../../lib/random.ts";
import { openBank } from "../../../synth/timbre/bank.ts";
import { HEADER, withBank } from "./folder.ts";
import { detuning, peak, rootMeanSquare } from "./measure.ts";

const SAMPLES = new URL("../../../../shared/data/samples", import.meta.url).pathname;

async function load(folder: string, key: string) {
  const { timbres } = await openBank(folder);
  return (await timbres.find((recorded) => recorded.key === key)!.load())!;
}

Deno.test("openBank() corrects how far a recording is off, and transposes it", () =>
  withBank([
    HEADER,
    "a/60.wav,lib,organ,normal,60,30,medium,CC0",
    "a/64.wav,lib,organ,normal,64,30,medium,CC0",
    "a/none.wav,lib,organ,normal,67,55,medium,CC0",
  ], async (folder) => {
    const timbre = await load(folder, "lib/organ/normal");
    assert.deepEqual([timbre.low, timbre.high, timbre.polyphonic], [60, 64, true]);
    for (const pitch of [59, 60, 61.5, 62, 64, 65]) {
      const { samples } = timbre.note(pitch, 1, 0.7, new Random(1));
      const cents = detuning(samples.subarray(2000, 16_000), pitch, 1);
      assert.ok(Math.abs(cents) < 1, `${pitch} is off by ${cents}`);
    }
    const { samples, lead } = timbre.note(62, 0.5, 0.5, new Random(1));
    const first = samples.findIndex((x) => Math.abs(x) > 0.01);
    assert.ok(Math.abs(first - lead) < 0.002 * SAMPLE_RATE, `${first} is not ${lead}`);
    assert.ok(samples.length / SAMPLE_RATE < 0.5 + 0.02 + 0.09);
  }));

Deno.test("openBank() holds a recording for longer than it lasts, without a seam", () =>
  withBank(
    [HEADER, "a/60.wav,lib,organ,normal,60,30,medium,CC0"],
    async (folder) => {
      const timbre = await load(folder, "lib/organ/normal");
      const { samples, lead } = timbre.note(61, 6, 0.7, new Random(1));
      const held = samples.subarray(lead + 2000, lead + 6 * SAMPLE_RATE);
      assert.ok(held.length > 5.8 * SAMPLE_RATE);
      assert.ok(Math.abs(detuning(held, 61, 1)) < 1);
      // A sine has curvature in proportion to itself; a click would not.
      const w2 = (2 * Math.PI * 440 * 2 ** (-8 / 12) / SAMPLE_RATE) ** 2;
      const bent = held.subarray(1, -1)
        .map((x, i) => held[i] + held[i + 2] - 2 * x + w2 * x);
      assert.ok(peak(bent) < 0.1 * w2 * peak(held), `${peak(bent) / (w2 * peak(held))}`);
      for (let at = 0; at + 2205 < held.length; at += 2205) {
        const level = rootMeanSquare(held.subarray(at, at + 2205)) / rootMeanSquare(held);
        assert.ok(Math.abs(level - 1) < 0.05, `level ${level} at ${at}`);
      }
    },
  ));

Deno.test("openBank() lets what dies away do so", () =>
  withBank([HEADER, "a/60.wav,lib,harp,normal,60,30,medium,CC0"], async (folder) => {
    const timbre = await load(folder, "lib/harp/normal");
    const { samples } = timbre.note(60, 6, 0.7, new Random(1));
    assert.ok(!timbre.sustained && samples.length <= 1.55 * SAMPLE_RATE);
  }));

Deno.test("openBank() says what is wrong with a manifest", async () => {
  const faults: [string[], RegExp][] = [
    [["file,midi"], /Cannot read the bank: .*manifest.csv has no column library, /],
    [[HEADER], /Cannot read the bank: .* lists no recordings/],
    [[HEADER, "a/60.wav,lib,organ,normal,C4,0,medium,CC0"], /line 2 has midi "C4"/],
    [[HEADER, "a/60.wav,lib,organ,normal,60,0,ff,CC0"], /line 2 has dynamic "ff"/],
    [[HEADER, "a/60.wav,lib,organ"], /line 2 has 3 fields, not 8/],
  ];
  for (const [lines, message] of faults) {
    await withBank(lines, async (folder) => {
      await assert.rejects(openBank(folder), message);
    });
  }
  await assert.rejects(openBank("/nowhere"), /Cannot read the bank: .* is not there/);
  await withBank([HEADER, "a/61.wav,lib,organ,normal,61,0,loud,CC0"], async (folder) => {
    await assert.rejects(load(folder, "lib/organ/normal"), /Cannot read the recording .*61/);
  });
});

const present = await Deno.stat(SAMPLES).then(() => true, () => false);
if (!present) console.warn(`skipped, not there: ${SAMPLES}`);

Deno.test({
  name: "openBank() plays recorded instruments in tune, and holds those that are blown",
  ignore: !present,
  async fn() {
    for (const key of ["philharmonia/guitar/normal", "mtg-solosax/tenor-sax/normal"]) {
      const timbre = await load(SAMPLES, key);
      for (const pitch of [52, 57, 63]) {
        const { samples, lead } = timbre.note(pitch, 5, 0.7, new Random(1));
        const cents = detuning(samples.subarray(lead + 2000, lead + 16_000), pitch);
        assert.ok(Math.abs(cents) <= 16, `${key} ${pitch} is off by ${cents}`);
        if (timbre.sustained) {
          const late = rootMeanSquare(samples.subarray(4.5 * SAMPLE_RATE, 4.9 * SAMPLE_RATE));
          assert.ok(late > 0.2 * rootMeanSquare(samples), `${key} ${pitch} fades`);
        }
      }
    }
  },
});
