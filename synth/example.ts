/**
 * The example that comes with noteprism: three procedural players — a reed, a flute and a plucked
 * string — in one register. `deno run -A synth/example.ts` writes it to `lib/example`.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { writeWhole } from "../lib/cli/files.ts";
import { Random } from "../lib/random.ts";
import { labelsOf } from "./dataset.ts";
import { type Mixture, record } from "./mixture.ts";
import { compose } from "./score/compose.ts";
import { additive } from "./timbre/additive.ts";
import { karplus } from "./timbre/karplus.ts";
import { encodeWav } from "./wav.ts";

const SEED = 15698;
const SECONDS = 14;
/** The register that all three share: F3 to G5. */
const REGISTER = { low: 53, high: 79, polyphonic: false, rings: false };

/** Composes and records the trio; always the same. */
function trio(): Mixture {
  const timbres = [additive(42), additive(36), karplus(0)];
  const score = compose(new Random(SEED).fork("score"), timbres.map(() => REGISTER), SECONDS);
  return record(SEED, timbres, score, { seconds: SECONDS, responses: [] });
}

/** The files of the example, by name. */
export function exampleFiles(): Record<string, Uint8Array | string> {
  const mixture = trio();
  return {
    "trio.wav": encodeWav(mixture.audio),
    "trio.json": JSON.stringify(labelsOf(mixture), null, 2) + "\n",
  };
}

if (import.meta.main) {
  const folder = fileURLToPath(new URL("../lib/example/", import.meta.url));
  for (const [name, content] of Object.entries(exampleFiles())) {
    await writeWhole(folder + name, content);
  }
}
