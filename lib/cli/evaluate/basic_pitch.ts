/**
 * Spotify's Basic Pitch under test, by its default thresholds and by others.
 *
 * Reference. R. M. Bittner, J. J. Bosch, D. Rubinstein, G. Meseguer-Brocal and S. Ewert, "A
 * lightweight instrument-agnostic model for polyphonic note transcription and multipitch
 * estimation", ICASSP 2022.
 *
 * @module
 */
import type { Grid, Setting } from "../../evaluate/benchmark/thresholds.ts";
import { interruption } from "../main.ts";
import type { Keeper } from "./cache.ts";
import { measure } from "./cost.ts";
import type { System } from "./system.ts";

/** The name it is asked for by. */
export const BASIC_PITCH = "basic-pitch";

/** The defaults of its first, Python implementation. */
const FIXED: Setting = { onset: 0.5, frame: 0.3 };

/**
 * Coarser than that of noteprism's models, for the time its note creation takes grows with the
 * square of a recording's. Notes are kept like posteriors.
 */
const GRID: Grid = { onset: [0.4, 0.5, 0.6, 0.7, 0.8], frame: [0.3, 0.4, 0.5] };

const ENGINE = "TensorFlow.js, wasm, one thread";

/** Loads it, and TensorFlow.js with it, which nothing else needs. */
export async function openBasicPitch(keeper: Keeper): Promise<System> {
  const { BasicPitchNetwork } = await import("./basic_pitch_network.ts");
  const network = await BasicPitchNetwork.load();
  return {
    name: BASIC_PITCH,
    engine: ENGINE,
    thresholds: { fixed: FIXED, grid: GRID },
    async listen(mix) {
      const name = `${BASIC_PITCH}-${mix.name}`;
      const digests = [network.digest, ENGINE, await mix.digest()];
      const hear = () =>
        measure(mix, async (waveform) => {
          const hearing = await network.hear(waveform, interruption.signal);
          network.write(hearing, FIXED);
          return hearing;
        });
      const { hearing, cost } = await keeper.get({ name, digests }, hear);
      return {
        cost,
        async write(setting = FIXED) {
          const { hearing: { onset, offset, pitch } } = await keeper.get(
            { name: `${name}-notes`, digests: [...digests, JSON.stringify(setting)] },
            () => Promise.resolve({ hearing: network.write(hearing, setting) }),
          );
          const notes = Array.from(
            onset,
            (start, i) => ({ onset: start, offset: offset[i], pitch: pitch[i] }),
          );
          return { notes };
        },
      };
    },
  };
}
