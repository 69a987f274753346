/**
 * Folders on disk, as data sets read them.
 *
 * @module
 */
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { Folder } from "../../evaluate/datasets/mod.ts";

/** @throws {Error} If there is no such folder. */
export async function openFolder(path: string): Promise<Folder> {
  const about = await stat(path).catch(() => undefined);
  if (!about?.isDirectory()) throw new Error(`there is no folder ${path}`);
  return {
    async list() {
      const entries = await readdir(path, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile() || entry.isSymbolicLink())
        .map((entry) => relative(path, join(entry.parentPath, entry.name)).replaceAll(sep, "/"));
    },
    read: (file) => readFile(join(path, file)),
  };
}
