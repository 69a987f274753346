import fc from "fast-check";
import assert from "node:assert/strict";
import { firstAt, visible } from "../../web/roll/notes.ts";
import {
  fit,
  pan,
  pitchAt,
  secondsAt,
  settle,
  type View,
  xOf,
  yOf,
  zoom,
  zoomWithin,
} from "../../web/roll/view.ts";
import { scores } from "./scores.ts";

const settings = { seed: 1, numRuns: 200 };
const size = fc.record({
  width: fc.integer({ min: 100, max: 4000 }),
  height: fc.integer({ min: 100, max: 2000 }),
});
const duration = fc.double({ min: 0.1, max: 4000, noNaN: true });
const finite = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const views: fc.Arbitrary<View> = fc.record({
  start: finite(-10, 5000),
  pixelsPerSecond: finite(0.01, 5000),
  top: finite(0, 130),
  pixelsPerPitch: finite(0.5, 100),
});

function near(a: number, b: number): void {
  assert.ok(Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b)), `${a} and ${b}`);
}

Deno.test("settle() shows the recording and the pitches there are, and nothing else", () => {
  fc.assert(
    fc.property(views, size, duration, (view, size, duration) => {
      const settled = settle(view, size, duration);
      assert.ok(settled.start >= 0);
      near(Math.max(secondsAt(settled, size.width), duration), duration);
      assert.ok(settled.top <= 107.5 + 1e-6 && pitchAt(settled, size.height) >= 23.5 - 1e-6);
      const again = settle(settled, size, duration);
      for (const key of Object.keys(view) as (keyof View)[]) near(again[key], settled[key]);
    }),
    settings,
  );
});

Deno.test("zoom() keeps the point it scales about, pan() moves by pixels", () => {
  fc.assert(
    fc.property(views, finite(0.1, 10), finite(0.1, 10), (view, time, pitch) => {
      const zoomed = zoom(view, time, pitch, 120, 80);
      near(secondsAt(zoomed, 120), secondsAt(view, 120));
      near(pitchAt(zoomed, 80), pitchAt(view, 80));
      const panned = pan(view, 30, -20);
      near(secondsAt(panned, 0), secondsAt(view, 30));
      near(pitchAt(panned, 0), pitchAt(view, -20));
      near(secondsAt(view, xOf(view, 7)), 7);
      near(pitchAt(view, yOf(view, 60)), 60.5);
    }),
    settings,
  );
});

Deno.test("zoomWithin() keeps its point at the limits too, as far as the recording reaches", () => {
  fc.assert(
    fc.property(views, size, duration, finite(0.01, 100), (view, size, duration, factor) => {
      const settled = settle(view, size, duration);
      const [x, y] = [size.width / 3, size.height / 4];
      const zoomed = zoomWithin(settled, size, duration, factor, factor, x, y);
      near(zoomed.pixelsPerSecond, settle(zoomed, size, duration).pixelsPerSecond);
      const atEdge = zoomed.start === 0 ||
        Math.abs(secondsAt(zoomed, size.width) - duration) < 1e-6 * duration;
      if (!atEdge) near(secondsAt(zoomed, x), secondsAt(settled, x));
      const atLimit = zoomed.pixelsPerSecond === settled.pixelsPerSecond;
      if (atLimit) near(zoomed.start, settled.start);
    }),
    settings,
  );
});

Deno.test("fit() shows every note", () => {
  fc.assert(
    fc.property(scores, size, (score, size) => {
      const view = fit(size, score.duration, score.notes.map((note) => note.pitch));
      for (const { onset, pitch } of score.notes) {
        assert.ok(xOf(view, onset) >= -1e-6 && xOf(view, onset) <= size.width + 1e-6);
        assert.ok(yOf(view, pitch) >= -1e-6, `pitch ${pitch} at ${yOf(view, pitch)}`);
        const bottom = yOf(view, pitch) + view.pixelsPerPitch;
        if (view.pixelsPerPitch > 3) assert.ok(bottom <= size.height + 1e-6);
      }
    }),
    settings,
  );
});

Deno.test("visible() finds what a search through all notes finds", () => {
  fc.assert(
    fc.property(scores, size, finite(0, 106), finite(1, 500), (score, size, start, scale) => {
      const view = { start, pixelsPerSecond: scale, top: 90, pixelsPerPitch: 12 };
      const longest = Math.max(0, ...score.notes.map((note) => note.offset - note.onset));
      const end = secondsAt(view, size.width);
      const expected = score.notes.filter((note) =>
        note.onset < end && note.offset >= start && note.pitch <= 91 &&
        note.pitch >= 90 - size.height / 12 - 1
      );
      assert.deepEqual(visible(score.notes, longest, view, size), expected);
      assert.equal(firstAt(score.notes, start), score.notes.filter((n) => n.onset < start).length);
    }),
    settings,
  );
});
