/**
 * What prism's comparison of notes costs, beside the network that runs over frames.
 *
 * ```sh
 * deno run -A test/bench/comparing.ts
 * ```
 *
 * @module
 */
import { toMarkdown } from "../../lib/export/table.ts";
import { CORE, PASSAGE } from "../../lib/timbre/compare.ts";
import { BESIDE, CONSOLIDATION, REMEMBERED } from "../../lib/timbre/memory.ts";
import { FACTS, RELATIONS } from "../../lib/timbre/relations.ts";
import { macs } from "../../models/graph/cost.ts";
import { Graph } from "../../models/graph/graph.ts";
import { Layers } from "../../models/graph/layers.ts";
import { Trace } from "../../models/graph/trace.ts";
import { compare } from "../../models/zoo/comparison.ts";
import { FEATURES } from "../../models/zoo/prism.ts";

/** Millions of multiplications with additions that it takes to compare so many notes. */
export function macsOfComparing(notes: number): number {
  const graph = new Graph();
  compare(
    new Layers(new Trace(graph, "validation"), ""),
    graph.input("features", [notes, FEATURES]),
    {
      facts: graph.input("facts", [1, notes, FACTS]),
      relations: graph.input("relations", [1, RELATIONS, notes, notes]),
      absence: graph.input("absence", [1, 1, 1, notes]),
    },
  );
  return macs(graph) / 1e6;
}

if (import.meta.main) {
  const looks = [
    ["a long recording", PASSAGE, CORE],
    ["while listening, as a note comes", BESIDE + 1, 1],
    ["while listening, from time to time", REMEMBERED, CONSOLIDATION],
  ] as const;
  console.log(toMarkdown({
    caption: "What comparing notes costs",
    header: ["where", "notes at once", "new ones", "MMAC", "MMAC a note"],
    rows: looks.map(([where, notes, told]) => {
      const cost = macsOfComparing(notes);
      return [where, `${notes}`, `${told}`, cost.toFixed(0), (cost / told).toFixed(1)];
    }),
  }));
}
