/**
 * Any other system under test, by the notes it wrote down.
 *
 * @module
 */
import { basename } from "node:path";
import type { Folder } from "../../evaluate/datasets/mod.ts";
import { readTracks, TRACK_FORMATS } from "./notes.ts";
import type { System } from "./system.ts";

/**
 * The system whose files lie in a folder, a `.json` (noteprism's), `.mid` or `.midi` file a mix,
 * named like it: `01-AchGottundHerr.mid` for a piece's own recording, `01-AchGottundHerr-1+3.mid`
 * for the mix of its first and third part. Its tracks are taken for the timbres it found.
 */
export async function openEstimates(folder: Folder, path: string): Promise<System> {
  const files = new Set(await folder.list());
  return {
    name: basename(path),
    engine: "files",
    async listen({ name }) {
      const file = TRACK_FORMATS.map((ending) => name + ending).find((file) => files.has(file));
      if (file === undefined) {
        const wanted = TRACK_FORMATS.map((ending) => name + ending).join(" or ");
        throw new Error(`there is no ${wanted} in ${path}`);
      }
      const tracks = readTracks(file, await folder.read(file));
      const notes = tracks.flatMap((notes, track) => notes.map((note) => ({ ...note, track })));
      const label = (timbres: number | "auto") =>
        timbres === "auto" ? notes.map(({ track }) => track) : undefined;
      return { write: () => Promise.resolve({ notes, label }) };
    },
  };
}
