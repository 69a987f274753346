/**
 * Timbres found against players.
 *
 * @module
 */
import { partsOf, type SystemResult } from "../evaluate/benchmark/results.ts";
import type { Figure } from "./figure.ts";
import { COLOURSCALE } from "./palette.ts";

/** How many mixes of each number of players were given each number of timbres by a system. */
export function countConfusion({ mixes }: SystemResult): Figure {
  const counted = mixes.filter((mix) => mix.counted !== undefined);
  const played = partsOf(counted);
  const most = Math.max(...played, ...counted.map((mix) => mix.counted!));
  const found = Array.from({ length: most + 1 }, (_, count) => count);
  const cells = found.map((count) =>
    played.map((parts) =>
      counted.filter((mix) => mix.parts === parts && mix.counted === count).length
    )
  );
  return {
    data: [{
      type: "heatmap",
      x: played.map(String),
      y: found.map(String),
      z: cells,
      texttemplate: "%{z}",
      colorscale: COLOURSCALE,
      showscale: false,
      hovertemplate: "%{x} parts, %{y} found: %{z} mixes<extra></extra>",
    }],
    layout: {
      xaxis: { title: { text: "parts" }, type: "category" },
      yaxis: { title: { text: "timbres found" }, type: "category" },
      margin: { t: 20 },
    },
  };
}
