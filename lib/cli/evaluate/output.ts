/**
 * Where results go.
 *
 * @module
 */
import { userPath, writeWhole } from "../files.ts";

/** Writes JSON to a file, or to standard output for `-`. */
export async function writeJson(path: string, content: unknown): Promise<void> {
  const text = JSON.stringify(content, null, 1);
  if (path === "-") console.log(text);
  else await writeWhole(userPath(path), text + "\n");
}
