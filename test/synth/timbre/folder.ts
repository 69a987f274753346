/** A small bank of sines in a folder of its own. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SAMPLE_RATE } from "../../../lib/frontend/constants.ts";
import { hertz } from "../../../synth/timbre/timbre.ts";
import { encodeWav } from "../../../synth/wav.ts";

export const HEADER = "file,library,instrument,articulation,midi,cents,dynamic,licence";

/** A sine that starts at 20 ms, as a bank keeps it. */
function recording(pitch: number, seconds: number): Uint8Array {
  const lead = Math.round(0.02 * SAMPLE_RATE);
  const tone = Float32Array.from(
    { length: Math.round(seconds * SAMPLE_RATE) },
    (_, i) => i < lead ? 0 : 0.5 * Math.sin(2 * Math.PI * hertz(pitch) * (i - lead) / SAMPLE_RATE),
  );
  return encodeWav(tone);
}

/** Lends a folder with a/60.wav and a/64.wav, 1.5 s and 30 cents sharp, and a manifest. */
export async function withBank(
  lines: string[],
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "bank-"));
  try {
    await mkdir(join(folder, "a"));
    for (const pitch of [60, 64]) {
      await writeFile(join(folder, "a", `${pitch}.wav`), recording(pitch + 0.3, 1.5));
    }
    await writeFile(join(folder, "manifest.csv"), lines.join("\n") + "\n");
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
