/**
 * The example that comes with noteprism: three procedural players — a reed, a flute and a plucked
 * string — in one register. `deno run -A synth/example.ts` writes it to `lib/example`.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { writeWhole } from "../lib/cli/files.ts";
import { Random } from "../lib/random.ts";
import { labelsOf } from "./labels.ts";
import { type Mixture, record, remix } from "./mixture.ts";
import { compose } from "./score/compose.ts";
import { additive } from "./timbre/additive.ts";
import { karplus } from "./timbre/karplus.ts";
import { reed } from "./timbre/reed.ts";
import { encodeWav } from "./wav.ts";

const SEED = 15698;
const SECONDS = 14;
/** The register that all three share: F3 to G5. */
const REGISTER = { low: 53, high: 79, polyphonic: false, rings: false };

/** Composes and records the trio; always the same. */
function trio(): Promise<Mixture> {
  const timbres = [reed({ seed: 1 }), additive({ seed: 25 }), karplus({ seed: 0 })];
  const score = compose(new Random(SEED).fork("score"), timbres.map(() => REGISTER), SECONDS);
  return remix(record(SEED, { timbres, score }, { seconds: SECONDS }), 0);
}

/** The files of the example, by name. */
export async function exampleFiles(): Promise<Record<string, Uint8Array | string>> {
  const mixture = await trio();
  return {
    "trio.wav": encodeWav(mixture.audio),
    "trio.json": JSON.stringify(labelsOf(mixture), null, 2) + "\n",
  };
}

if (import.meta.main) {
  const folder = fileURLToPath(new URL("../lib/example/", import.meta.url));
  for (const [name, content] of Object.entries(await exampleFiles())) {
    await writeWhole(folder + name, content);
  }
}
