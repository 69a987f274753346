import assert from "node:assert/strict";
import fc from "fast-check";
import { beside } from "../../lib/plot/beside.ts";
import { curves } from "../../lib/plot/curves.ts";
import { distribution } from "../../lib/plot/distribution.ts";
import type { Figure } from "../../lib/plot/figure.ts";
import { causeBars, mistakeBars, mistakeRoll } from "../../lib/plot/mistakes.ts";
import {
  COLOURS,
  COLOURSCALE,
  GUIDE,
  GUIDE_AMONG_LINES,
  markOf,
  SYMBOLS,
} from "../../lib/plot/palette.ts";
import { tradeOffs } from "../../lib/plot/precision_recall.ts";
import { binFrequency, binTicks, pitchTicks } from "../../lib/plot/ticks.ts";
import { tiles } from "../../lib/plot/tiles.ts";
import { transcriptions } from "./transcriptions.ts";

fc.configureGlobal({ seed: 1 });

interface Domain {
  domain: [number, number];
}

/** Red, green and blue, 0 … 1, linear. */
function linear(colour: string): number[] {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
}

/**
 * What is left of a colour without the medium- or the long-wave cones (F. Viénot, H. Brettel and
 * J. D. Mollon, "Digital video colourmaps for checking the legibility of displays by dichromats",
 * 1999).
 */
const DICHROMATS = {
  protan: [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
  deutan: [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
};

/** Closer colours are easily confused; among those of Matplotlib and of ColorBrewer's Set1 some are. */
const CLEAR = 0.1;

/** Distance of colours for the eye, roughly: of the cube roots of linear light. */
function distance(a: number[], b: number[]): number {
  return Math.hypot(...a.map((x, i) => Math.cbrt(x) - Math.cbrt(b[i])));
}

Deno.test("no two colours of the palette fall together for colour-blind people", () => {
  for (const matrix of Object.values(DICHROMATS)) {
    const seen = COLOURS.map(({ colour }) => {
      const rgb = linear(colour);
      return matrix.map((row) => row.reduce((sum, x, i) => sum + x * rgb[i], 0));
    });
    for (let i = 0; i < seen.length; i++) {
      for (let j = 0; j < i; j++) {
        const name = `${COLOURS[i].colour} and ${COLOURS[j].colour}`;
        assert.ok(distance(seen[i], seen[j]) > CLEAR, name);
      }
    }
  }
});

Deno.test("markOf() gives eight series looks of their own, and then begins again", () => {
  const marks = Array.from({ length: 2 * COLOURS.length }, (_, i) => markOf(i));
  assert.equal(new Set(marks.slice(0, COLOURS.length).map(({ color }) => color)).size, 8);
  assert.equal(new Set(SYMBOLS).size, COLOURS.length);
  assert.equal(new Set(COLOURS.map(({ pattern }) => pattern)).size, COLOURS.length);
  assert.deepEqual(marks.slice(0, 8), marks.slice(8));
  for (const guide of [GUIDE, GUIDE_AMONG_LINES]) {
    assert.ok(COLOURS.some(({ colour }) => colour === guide));
  }
});

Deno.test("the colour scale grows ever darker", () => {
  const lights = COLOURSCALE.map(([, colour]) => {
    const [red, green, blue] = linear(colour);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
  assert.deepEqual(lights.toSorted((a, b) => b - a), lights);
  assert.equal(new Set(lights).size, lights.length);
});

Deno.test("pitchTicks() marks every C, few enough to read and at least two in any range", () => {
  const midi = fc.integer({ min: 0, max: 127 });
  fc.assert(fc.property(midi, midi, (a, b) => {
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    const { tickvals, ticktext } = pitchTicks(low, high);
    assert.equal(ticktext.length, tickvals.length);
    assert.ok(tickvals.every((pitch) => low <= pitch && pitch <= high));
    assert.ok(tickvals.length >= Math.min(2, high - low + 1) && tickvals.length <= 16);
    for (let c = Math.ceil(low / 12) * 12; c <= high; c += 12) assert.ok(tickvals.includes(c));
  }));
});

Deno.test("binTicks() names the pitch whose frequency the bin has", () => {
  const { tickvals, ticktext } = binTicks();
  assert.deepEqual(
    tickvals.map((bin, i) => tickvals[0] + 36 * i === bin),
    tickvals.map(() => true),
  );
  assert.equal(ticktext[3], "C4 262 Hz");
  assert.ok(Math.abs(binFrequency(tickvals[3]) - 440 * 2 ** (-9 / 12)) < 1e-9);
});

Deno.test("beside() keeps every trace, on axes that do not overlap", () => {
  const panel = (n: number): Figure =>
    curves([{ name: "a", x: [0], y: [n] }, { name: "b", x: [], y: [] }], { x: "x", y: "y" });
  for (const along of ["row", "column"] as const) {
    fc.assert(fc.property(fc.integer({ min: 1, max: 6 }), (count) => {
      const panels = Array.from({ length: count }, (_, i) => ({ title: `${i}`, figure: panel(i) }));
      const { data, layout } = beside(panels, { along, height: 300 });
      assert.deepEqual(
        data.map(({ y }) => y),
        panels.flatMap(({ figure }) => figure.data.map(({ y }) => y)),
      );
      const axis = along === "row" ? "xaxis" : "yaxis";
      const domains = data.filter(({ name }) => name === "a").map((trace) => {
        const number = String(trace[axis]).slice(1);
        return (layout[axis + number] as Domain).domain;
      }).sort((a, b) => a[0] - b[0]);
      domains.forEach(([low, high], i) => {
        assert.ok(low < high && low >= -1e-9 && high <= 1 + 1e-9);
        assert.ok(i === 0 || domains[i - 1][1] < low);
      });
      const { annotations } = layout as { annotations: { text: string }[] };
      assert.deepEqual(annotations.map(({ text }) => text), panels.map(({ title }) => title));
    }));
  }
});

Deno.test("beside() names in its legend all that is drawn anywhere, once", () => {
  const panel = (names: string[]) => ({
    title: "",
    figure: curves(
      ["a", "b", "c"].map((name) => ({ name, x: names.includes(name) ? [1] : [], y: [] })),
      { x: "", y: "" },
    ),
  });
  const { data } = beside([panel(["a"]), panel(["a", "c"])], { along: "column", height: 300 });
  const shown = data.filter(({ showlegend }) => showlegend !== false).map(({ name }) => name);
  assert.deepEqual(shown, ["a", "c"]);
});

Deno.test("tiles() keeps every cell of every picture, and nothing between them", () => {
  const picture = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
    minLength: 6,
    maxLength: 6,
  });
  const rows = fc.array(fc.array(picture, { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(fc.property(rows, (rows) => {
    const { data: [{ z }] } = tiles(rows.map((pictures) => ({ name: "", pictures })), 2);
    const cells = z as (number | null)[][];
    assert.equal(new Set(cells.map((line) => line.length)).size, 1);
    rows.forEach((pictures, row) =>
      pictures.forEach((picture, at) => {
        const found = cells.slice(row * 5 + 1, row * 5 + 4)
          .flatMap((line) => line.slice(at * 4 + 1, at * 4 + 3));
        assert.deepEqual(found, picture);
      })
    );
    assert.equal(cells.flat().filter((cell) => cell !== null).length, rows.flat(2).length);
  }));
});

Deno.test("curves() marks a logarithmic axis with whole numbers and a guide where it stands", () => {
  const series = [{ name: "a", x: [1, 2], y: [0.03, 40] }];
  const guide = { x: 1.5, text: "here" };
  const { layout } = curves(series, { x: "", y: "", ratio: "y", guide });
  const { type, tickvals, ticktext } = layout.yaxis as {
    type: string;
    tickvals: number[];
    ticktext: string[];
  };
  assert.equal(type, "log");
  assert.deepEqual(ticktext.map(Number), tickvals);
  for (const at of [0.05, 1, 20]) assert.ok(tickvals.includes(at));
  const { shapes: [{ x0, x1 }] } = layout as { shapes: { x0: number; x1: number }[] };
  assert.deepEqual([x0, x1], [guide.x, guide.x]);
});

Deno.test("distribution() puts each share at its place", () => {
  const places = [1, 10, 100];
  const series = [{ name: "a", shares: [0.5, 0.25, 0.25] }, { name: "b", shares: [0, 1, 0] }];
  const { data, layout } = distribution(series, { places, ratio: true }, "duration (s)");
  assert.deepEqual(data.map(({ name, x, y }) => [name, x, y]), [
    ["a", places, series[0].shares],
    ["b", places, series[1].shares],
  ]);
  assert.equal((layout.xaxis as { type: string }).type, "log");
});

Deno.test("tradeOffs() draws lines of equal F that its points agree with", () => {
  const points = [{ precision: 0.9, recall: 0.6, text: "" }];
  const { data } = tradeOffs([{ name: "a", points, fixed: { precision: 0.8, recall: 0.7 } }]);
  for (const { x, y, text } of data.filter(({ name }) => name === undefined)) {
    const f = Number((text as string[]).find((t) => t !== "")!.slice(2));
    const [recalls, precisions] = [x as number[], y as number[]];
    recalls.forEach((recall, i) => {
      const precision = precisions[i];
      assert.ok(Math.abs(2 * precision * recall / (precision + recall) - f) < 1e-9);
    });
  }
  const named = data.filter(({ name }) => name !== undefined);
  assert.deepEqual(named.map(({ name, x, y }) => [name, x, y]), [
    ["a", [0.6], [0.9]],
    ["a, fixed", [0.7], [0.8]],
  ]);
});

Deno.test("causeBars() stacks every cause over every number of parts", () => {
  const rows = [{ parts: 2, rates: { early: 1, none: 3 } }, {
    parts: 3,
    rates: { early: 2, none: 4 },
  }];
  const { data, layout } = causeBars(rows, ["early", "none"]);
  assert.equal(layout.barmode, "stack");
  assert.deepEqual(data.map(({ name, x, y }) => [name, x, y]), [
    ["early", ["2 parts", "3 parts"], [1, 2]],
    ["none", ["2 parts", "3 parts"], [3, 4]],
  ]);
});

Deno.test("mistakeBars() counts every mistake once, per hundred notes played", () => {
  fc.assert(fc.property(fc.array(transcriptions, { minLength: 1, maxLength: 3 }), (all) => {
    const sum = (count: (t: typeof all[number]) => number) =>
      all.reduce((n, transcription) => n + count(transcription), 0);
    const played = sum(({ right, missed }) => right.length + missed.length);
    const { data } = mistakeBars(all);
    assert.deepEqual(data.map(({ name }) => name), ["false", "missed"]);
    for (const { name, y } of data) {
      const drawn = (y as number[]).reduce((a, b) => a + b, 0) * played / 100;
      const found = sum((transcription) => transcription[name as "false" | "missed"].length);
      assert.ok(Math.abs(drawn - (played > 0 ? found : 0)) < 1e-6);
    }
  }));
});

Deno.test("mistakeRoll() draws every note that sounds in the passage once", () => {
  fc.assert(fc.property(transcriptions, (mistakes) => {
    const { data } = mistakeRoll(mistakes, [1, 3]);
    for (const { name, base, y } of data) {
      const notes = mistakes[name as keyof typeof mistakes].map(({ note }) => note)
        .filter(({ onset, offset }) => onset < 3 && offset > 1);
      assert.deepEqual([base, y], [notes.map((n) => n.onset), notes.map((n) => n.pitch)]);
    }
  }));
});

Deno.test("mistakeRoll() draws what sounds in the passage and nothing else", () => {
  const note = (onset: number, pitch: number) => ({ onset, offset: onset + 1, pitch });
  const { data } = mistakeRoll({
    right: [{ note: note(0, 60), standing: "none" }, { note: note(2, 62), standing: "octave" }],
    false: [{ note: note(5, 64), cause: "tail" }],
    missed: [{ note: note(3.5, 65), cause: "unison" }],
  }, [1.5, 4]);
  assert.deepEqual(data.map(({ name, base, y }) => [name, base, y]), [
    ["right", [2], [62]],
    ["false", [], []],
    ["missed", [3.5], [65]],
  ]);
  assert.deepEqual(data[2].customdata, [["F4", "unison"]]);
});
