/**
 * A benchmark as a page.
 *
 * @module
 */
import { type BenchmarkResult, partsOf } from "../../evaluate/benchmark/results.ts";
import { type Shown, tablesOf } from "../../evaluate/benchmark/tables.ts";
import { type Section, toPage } from "../../export/html.ts";
import { countConfusion } from "../../plot/count_confusion.ts";
import { fByParts } from "../../plot/f_by_parts.ts";
import { pieceStrips } from "../../plot/piece_strips.ts";
import { precisionRecall } from "../../plot/precision_recall.ts";
import { readPlotly } from "../plotly.ts";

/** Tables and figures of a result; it opens without a network. */
export async function toReport(result: BenchmarkResult, shown: Shown): Promise<string> {
  const { dataset, systems } = result;
  const title = `${systems.map(({ name }) => name).join(", ")} on ${dataset}`;
  const sections = [
    ...tablesOf(result, shown).map((table): Section => ({ table })),
    ...figuresOf(result),
  ];
  return toPage(sections, title, await readPlotly());
}

function figuresOf(result: BenchmarkResult): Section[] {
  const { systems } = result;
  const mixes = systems.flatMap((system) => system.mixes);
  const swept = partsOf(mixes.filter(({ sweep }) => sweep !== undefined));
  return [
    ...swept.map((parts) => ({
      heading: `Precision and recall over onset thresholds, parts: ${parts}`,
      figure: precisionRecall(result, parts),
    })),
    { heading: "Note F, piece by piece", figure: pieceStrips(result) },
    { heading: "F against the number of parts", figure: fByParts(result) },
    ...systems.filter((system) => system.mixes.some((mix) => mix.counted !== undefined))
      .map((system) => ({
        heading: `Timbres found by ${system.name} against parts`,
        figure: countConfusion(system),
      })),
  ];
}
