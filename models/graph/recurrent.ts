/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997), bidirectional, and its gradients.
 *
 * The forward pass is ONNX's LSTM operator, in training as in inference. It keeps the hidden states
 * alone, and the gradients need the gates too: these follow from the hidden states in a few large
 * matrix products. Only two things run frame by frame, each a small loop over element-wise work: the
 * cells, and backpropagation through time, which has one matrix product a frame.
 *
 * @module
 */
import { sigmoid, tanh } from "./activations.ts";
import { add, multiply, subtract, sum } from "./arithmetic.ts";
import type { Tensor } from "./graph.ts";
import { correlate, product, rows } from "./matrix.ts";
import { concat, pad, reshape, slice, transpose } from "./shape.ts";

/** Gates lie in ONNX's order: input, output, forget, cell. */
export interface LstmWeights {
  /** 2 × 4·hidden × inputs. */
  input: Tensor;
  /** 2 × 4·hidden × hidden. */
  recurrent: Tensor;
  /** 2 × 8·hidden: of the input, then of the recurrence. */
  bias: Tensor;
}

/** The two directions, forwards and backwards in time. */
const DIRECTIONS = [0, 1];

/**
 * Runs over `x`, frames × batch × inputs, in both directions.
 *
 * @returns frames × batch × 2·hidden, forwards before backwards
 */
export function bidirectionalLstm(x: Tensor, weights: LstmWeights): Tensor {
  const { graph } = x;
  const { input, recurrent, bias } = weights;
  const [frames, batch] = x.shape;
  const hidden = recurrent.size(2);
  const inputs = [x, input, recurrent, bias];
  const attributes = { direction: "bidirectional", hidden_size: hidden };
  const forward = () => graph.emit("LSTM", inputs, [frames, 2, batch, hidden], attributes);

  // Four gradients share one backpropagation.
  const passes = new Map<Tensor, Pass[]>();
  const back = (dy: Tensor, y: Tensor): Pass[] => {
    const known = passes.get(dy) ??
      DIRECTIONS.map((direction) => backpropagate(x, weights, direction, dy, y));
    passes.set(dy, known);
    return known;
  };
  const stack = (parts: Tensor[]) =>
    concat(parts.map((part) => reshape(part, [1, ...part.shape])), 0);
  const states = graph.record(inputs, forward, [
    (dy, y) => {
      const [forwards, backwards] = back(dy, y).map(({ gates, direction }) =>
        product(gates, ofDirection(input, direction))
      );
      return add(forwards, backwards);
    },
    (dy, y) => stack(back(dy, y).map(({ gates }) => correlate(gates, x))),
    (dy, y) => stack(back(dy, y).map(({ gates, before }) => correlate(gates, before))),
    (dy, y) =>
      stack(
        back(dy, y).map(({ gates }) => {
          const bias = reshape(sum(gates, [0, 1]), [4 * hidden]);
          return concat([bias, bias], 0);
        }),
      ),
  ]);
  return reshape(transpose(states, [0, 2, 1, 3]), [frames, batch, 2 * hidden]);
}

/** What backpropagation finds in one direction. */
interface Pass {
  direction: number;
  /** Gradient of the gates before their activations, frames × batch × 4·hidden. */
  gates: Tensor;
  /** Hidden state each frame started from, frames × batch × hidden. */
  before: Tensor;
}

/** @param dy gradient of the hidden states `y`, both frames × 2 × batch × hidden */
function backpropagate(
  x: Tensor,
  weights: LstmWeights,
  direction: number,
  dy: Tensor,
  y: Tensor,
): Pass {
  const { graph } = x;
  const [frames, , batch, hidden] = y.sizes;
  const flat = [frames, batch, hidden];
  const along = (tensor: Tensor) => reshape(slice(tensor, 1, direction, direction + 1), flat);
  const previous = (tensor: Tensor) =>
    direction === 0
      ? pad(slice(tensor, 0, 0, frames - 1), [1, 0, 0], [0, 0, 0])
      : pad(slice(tensor, 0, 1, frames), [0, 0, 0], [1, 0, 0]);
  const silence = graph.emit(
    "Expand",
    [graph.scalar(0), graph.integers([batch, hidden])],
    [batch, hidden],
  );

  const before = previous(along(y));
  const sums = gateSums(x, before, weights, direction);
  const smooth = sigmoid(slice(sums, 2, 0, 3 * hidden));
  const [input, output, forget] = [0, 1, 2].map((gate) =>
    slice(smooth, 2, gate * hidden, (gate + 1) * hidden)
  );
  const candidate = tanh(slice(sums, 2, 3 * hidden, 4 * hidden));
  const cells = graph.scan(
    [silence],
    [forget, multiply(input, candidate)],
    direction === 1,
    ([cell], [kept, added]) => {
      const result = add(multiply(kept, cell), added);
      return { states: [result], result };
    },
  );

  const shown = tanh(cells);
  const slope = (y: Tensor) => multiply(y, subtract(1, y));
  const tanhSlope = (y: Tensor) => subtract(1, multiply(y, y));
  // Factors from the gradients of cell and hidden state to those of the gates.
  const factors = concat([
    multiply(candidate, slope(input)),
    multiply(shown, slope(output)),
    multiply(previous(cells), slope(forget)),
    multiply(input, tanhSlope(candidate)),
  ], 2);
  const recurrent = ofDirection(weights.recurrent, direction);
  const gates = graph.scan(
    [silence, silence],
    [along(dy), multiply(output, tanhSlope(shown)), forget, factors],
    direction === 0,
    ([later, cellLater], [here, toCell, kept, factor]) => {
      const state = add(here, later);
      const cell = add(cellLater, multiply(state, toCell));
      const result = multiply(concat([cell, state, cell, cell], 1), factor);
      const body = result.graph;
      const earlier = body.emit("MatMul", [result, body.outer(recurrent)], [batch, hidden]);
      return { states: [earlier, multiply(cell, kept)], result };
    },
  );
  return { direction, gates, before };
}

/** Gates before their activations, frames × batch × 4·hidden. */
function gateSums(x: Tensor, before: Tensor, weights: LstmWeights, direction: number): Tensor {
  const { graph } = x;
  const [frames, batch, hidden] = before.sizes;
  const width = 4 * hidden;
  const bias = ofDirection(weights.bias, direction);
  const shift = add(slice(bias, 0, 0, width), slice(bias, 0, width, 2 * width));
  const matrix = [frames * batch, width];
  const ofInput = graph.emit(
    "Gemm",
    [rows(x), ofDirection(weights.input, direction), shift],
    matrix,
    { transB: 1 },
  );
  const sums = graph.emit(
    "Gemm",
    [rows(before), ofDirection(weights.recurrent, direction), ofInput],
    matrix,
    { transB: 1 },
  );
  return reshape(sums, [frames, batch, width]);
}

function ofDirection(weights: Tensor, direction: number): Tensor {
  return reshape(slice(weights, 0, direction, direction + 1), weights.shape.slice(1));
}
