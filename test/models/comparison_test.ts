import assert from "node:assert/strict";
import { FACTS, RELATIONS } from "../../lib/timbre/relations.ts";
import { Random } from "../../lib/random.ts";
import { Graph, sizeOf, type Tensor } from "../../models/graph/graph.ts";
import { Layers } from "../../models/graph/layers.ts";
import { Trace } from "../../models/graph/trace.ts";
import { compare, verdicts } from "../../models/zoo/comparison.ts";
import { gradientError, openOnnx, randomValue, type Value } from "./harness.ts";

const FEATURES = 5;
const NOTES = 6;
const ABSENT = -1e9;

const random = new Random(5);

/** Compares two passages of `notes` notes. */
function compared(trace: Trace, features: Tensor, relations: Tensor, notes: number) {
  const { graph } = trace;
  const layers = new Layers(trace, "net");
  const { notes: known, pairs } = compare(layers, features, {
    facts: graph.input("facts", [2, notes, FACTS]),
    relations,
    absence: graph.input("absence", [2, 1, 1, notes]),
  });
  return { known, pairs, verdicts: verdicts(layers, pairs) };
}

/** Weights larger than those that training starts from, so that rounds do much. */
const VALUES = (() => {
  const trace = new Trace(new Graph(), "validation");
  const { graph } = trace;
  const features = graph.input("features", [2 * NOTES, FEATURES]);
  compared(trace, features, graph.input("relations", [2, RELATIONS, NOTES, NOTES]), NOTES);
  return new Map(
    trace.parameters.map(({ name, shape, initial }) => [
      name,
      initial(random, sizeOf(shape)).map((x) => 1.5 * x + random.normal(0, 0.05)),
    ]),
  );
})();

/** Relations are the same from either note's side. */
function someNotes() {
  const relations = randomValue([2, RELATIONS, NOTES, NOTES], () => random.normal());
  relations.data.forEach((_, at) => {
    const [i, j] = [Math.floor(at / NOTES) % NOTES, at % NOTES];
    if (j < i) relations.data[at] = relations.data[at - i * NOTES - j + j * NOTES + i];
  });
  return {
    features: randomValue([2 * NOTES, FEATURES], () => random.normal()),
    facts: randomValue([2, NOTES, FACTS], () => random.normal()),
    relations,
    absence: randomValue([2, 1, 1, NOTES], () => 0),
  };
}

type Notes = ReturnType<typeof someNotes>;

async function found(
  inputs: Notes,
  values = VALUES,
): Promise<Record<"known" | "pairs" | "verdicts", Value>> {
  const notes = inputs.facts.shape[1];
  const graph = new Graph();
  const outputs = compared(
    new Trace(graph, { values }),
    graph.input("features", inputs.features.shape),
    graph.input("relations", inputs.relations.shape),
    notes,
  );
  const { run, close } = await openOnnx(graph.encode(outputs));
  const { known, pairs, verdicts } = await run(inputs);
  await close();
  return {
    known: { shape: outputs.known.sizes, data: known },
    pairs: { shape: outputs.pairs.sizes, data: pairs },
    verdicts: { shape: outputs.verdicts.sizes, data: verdicts },
  };
}

/** Picks `order` along some axes. */
function picked({ shape, data }: Value, axes: readonly number[], order: readonly number[]): Value {
  const to = shape.map((size, axis) => axes.includes(axis) ? order.length : size);
  const out = new Float32Array(sizeOf(to));
  for (let at = 0; at < out.length; at++) {
    let [rest, from, stride] = [at, 0, 1];
    for (let axis = to.length - 1; axis >= 0; axis--) {
      const index = rest % to[axis];
      from += stride * (axes.includes(axis) ? order[index] : index);
      rest = (rest - index) / to[axis];
      stride *= shape[axis];
    }
    out[at] = Number(data[from]);
  }
  return { shape: to, data: out };
}

/** The same notes of both passages in another order, or some of them. */
function reordered(notes: Notes, order: readonly number[]): Notes {
  const rows = [...order, ...order.map((note) => NOTES + note)];
  return {
    features: picked(notes.features, [0], rows),
    facts: picked(notes.facts, [1], order),
    relations: picked(notes.relations, [2, 3], order),
    absence: picked(notes.absence, [3], order),
  };
}

function assertNear(a: Value, b: Value): void {
  assert.deepEqual(a.shape, b.shape);
  a.data.forEach((x, i) =>
    assert(Math.abs(Number(x) - Number(b.data[i])) < 1e-4, `${x} ${b.data[i]}`)
  );
}

Deno.test("compare() knows the same of notes in any order", async () => {
  const notes = someNotes();
  const order = [3, 0, 5, 1, 4, 2];
  const [before, after] = [await found(notes), await found(reordered(notes, order))];
  const rows = [...order, ...order.map((note) => NOTES + note)];
  assertNear(after.known, picked(before.known, [0], rows));
  assertNear(after.pairs, picked(before.pairs, [2, 3], order));
  assertNear(after.verdicts, picked(before.verdicts, [1, 2], order));
  before.verdicts.data.forEach((x, at) => {
    const [i, j] = [Math.floor(at / NOTES) % NOTES, at % NOTES];
    const turned = before.verdicts.data[at - i * NOTES - j + j * NOTES + i];
    assert(Math.abs(Number(x) - Number(turned)) < 1e-4);
  });
});

Deno.test("notes that are absent change nothing in compare()", async () => {
  const notes = someNotes();
  const present = [0, 1, 2, 3];
  notes.absence.data.forEach((_, at) => {
    if (at % NOTES >= present.length) notes.absence.data[at] = ABSENT;
  });
  const [padded, alone] = [await found(notes), await found(reordered(notes, present))];
  const rows = [...present, ...present.map((note) => NOTES + note)];
  assertNear(alone.known, picked(padded.known, [0], rows));
  assertNear(alone.verdicts, picked(padded.verdicts, [1, 2], present));
});

Deno.test("a pair learns from what is known of both with a third note", async () => {
  const silent = new Map(VALUES);
  const gathered = "net.gathered.kernel";
  silent.set(gathered, new Float32Array(VALUES.get(gathered)!.length));
  const notes = someNotes();
  const before = await found(notes, silent);
  for (const [i, j] of [[0, 2], [2, 0], [1, 2], [2, 1]]) {
    notes.relations.data[i * NOTES + j] = Number(notes.relations.data[i * NOTES + j]) + 2;
  }
  const after = await found(notes, silent);
  assertNear(after.known, before.known);
  assert(Math.abs(Number(after.verdicts.data[1]) - Number(before.verdicts.data[1])) > 1e-3);
});

Deno.test("gradients of compare() agree with finite differences", async () => {
  const { features, facts, relations, absence } = someNotes();
  const build = (x: Tensor, pairs: Tensor) => {
    const { graph } = x;
    const layers = new Layers(new Trace(graph, { values: VALUES }), "net");
    const { pairs: known } = compare(layers, x, {
      facts: graph.constant("facts", facts.data as Float32Array, facts.shape),
      relations: pairs,
      absence: graph.constant("absence", absence.data as Float32Array, absence.shape),
    });
    return verdicts(layers, known);
  };
  const error = await gradientError(build, [features, relations], random, 0.01);
  assert(error < 5e-3, `relative error ${error}`);
});

Deno.test("layers that ask for the same name share their weights", () => {
  const trace = new Trace(new Graph(), "training");
  const layers = new Layers(trace, "net");
  const x = trace.graph.input("x", [2, 3]);
  layers.linear("same", layers.linear("same", x, 3), 3);
  assert.deepEqual(trace.parameters.map(({ name }) => name), ["net.same.kernel", "net.same.bias"]);
  assert.equal(trace.variables.length, 2);
  assert.throws(() => layers.linear("same", x, 4), /Cannot share net\.same\.kernel/);
});

Deno.test("comparing ten notes a second costs what 400 million products leave for it", () => {
  /** Notes that are compared at once; 96 of them are told apart, the others are company. */
  const notes = 256;
  const trace = new Trace(new Graph(), "validation");
  const { graph } = trace;
  compare(new Layers(trace, "net"), graph.input("features", [notes, 40]), {
    facts: graph.input("facts", [1, notes, FACTS]),
    relations: graph.input("relations", [1, RELATIONS, notes, notes]),
    absence: graph.input("absence", [1, 1, 1, notes]),
  });
  const products = graph.operations.reduce((sum, { operator, inputs, output }) => {
    if (operator === "Conv") return sum + sizeOf(output.sizes) * sizeOf(inputs[1].sizes.slice(1));
    if (operator !== "MatMul") return sum;
    return sum + sizeOf(output.sizes) * inputs[0].size(inputs[0].shape.length - 1);
  }, 0);
  const perNote = products / 96;
  assert(perNote > 0 && 10 * perNote < 400e6 - 180e6, `${perNote} a note`);
});
