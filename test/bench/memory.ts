/**
 * Memory of other processes (Linux).
 *
 * @module
 */
import { readdir, readFile } from "node:fs/promises";

/** Megabytes of all processes that this one has started, shared pages counted once. */
export async function childrensMemory(): Promise<number> {
  const parents = new Map<number, number>();
  for (const entry of await readdir("/proc")) {
    const stat = await readFile(`/proc/${entry}/stat`, "utf8").catch(() => "");
    const parent = Number(stat.split(") ")[1]?.split(" ")[1]);
    if (parent) parents.set(Number(entry), parent);
  }
  let total = 0;
  for (const pid of parents.keys()) {
    if (!descends(pid, parents)) continue;
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
    total += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1000;
  }
  return total;
}

function descends(pid: number, parents: Map<number, number>): boolean {
  for (let at = parents.get(pid); at; at = parents.get(at)) if (at === Deno.pid) return true;
  return false;
}
