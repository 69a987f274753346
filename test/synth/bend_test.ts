import assert from "node:assert/strict";
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import { bend } from "../../synth/bend.ts";

const HERTZ = 440;
const LEAD = 441;
const tone = Float32Array.from(
  { length: SAMPLE_RATE },
  (_, i) => Math.sin(2 * Math.PI * HERTZ * i / SAMPLE_RATE),
);

/** Pitch of a tone between two times, semitones from A4: from its first to its last rising zero. */
function pitchBetween(samples: Float32Array, from: number, to: number): number {
  const zeros: number[] = [];
  for (let i = Math.round(from * SAMPLE_RATE); i < to * SAMPLE_RATE; i++) {
    if (samples[i] < 0 && samples[i + 1] >= 0) {
      zeros.push(i + samples[i] / (samples[i] - samples[i + 1]));
    }
  }
  const period = (zeros[zeros.length - 1] - zeros[0]) / (zeros.length - 1);
  return 12 * Math.log2(SAMPLE_RATE / period / HERTZ);
}

Deno.test("bend() leaves a note as it is that is neither bent nor swings", () => {
  assert.equal(bend(tone, LEAD, {}), tone);
});

Deno.test("bend() glides from its interval into the note, and leaves what comes before", () => {
  const bent = bend(tone, LEAD, { bend: { semitones: -2, seconds: 0.2 } });
  assert.deepEqual(bent.subarray(0, LEAD), tone.subarray(0, LEAD));
  assert.ok(Math.abs(pitchBetween(bent, 0.021, 0.041) + 2) < 0.1);
  assert.ok(Math.abs(pitchBetween(bent, 0.11, 0.13) + 1) < 0.1);
  assert.ok(Math.abs(pitchBetween(bent, 0.25, 0.9)) < 0.005);
});

Deno.test("bend() swings around the note by its depth, after its delay", () => {
  const vibrato = { rate: 5, depth: 0.5, delay: 0.2 };
  const bent = bend(tone, 0, { vibrato });
  assert.ok(Math.abs(pitchBetween(bent, 0.01, 0.19)) < 0.005);
  const pitches = Array.from({ length: 60 }, (_, k) => {
    const time = 0.4 + k * 0.008;
    return pitchBetween(bent, time - 0.006, time + 0.006);
  });
  assert.ok(Math.abs(Math.max(...pitches) - 0.5) < 0.06, `${Math.max(...pitches)}`);
  assert.ok(Math.abs(Math.min(...pitches) + 0.5) < 0.06, `${Math.min(...pitches)}`);
  const quarter = pitchBetween(bent, 0.4 + 0.04, 0.4 + 0.06);
  assert.ok(quarter > 0.4, `${quarter} a quarter of a period after a zero`);
});
