/**
 * Training losses.
 *
 * @module
 */
import { relu, sigmoid, softplus } from "./activations.ts";
import {
  add,
  divide,
  exp,
  log,
  multiply,
  subtract,
  sum,
  sumOfSquares,
  total,
} from "./arithmetic.ts";
import { logSoftmax, matrixProduct } from "./attention.ts";
import type { Tensor } from "./graph.ts";
import { l2Normalise } from "./normalisation.ts";
import { gather, reshape, transpose } from "./shape.ts";

/**
 * Focal loss (Lin et al. 2017) with a focus of 1, summed over pitches, averaged over frames.
 *
 * With p the posterior and y the target, 0 … 1, a bin adds
 * −α·y·(1 − p)·ln p − (1 − α)·(1 − y)·p·ln(1 − p). It is computed from logits, so that no
 * logarithm meets zero.
 *
 * @param logits batch × 1 × pitches × frames
 * @param targets like `logits`
 * @param alpha weight of positives; that of negatives is 1 − alpha
 */
export function focalLoss(logits: Tensor, targets: Tensor, alpha: number): Tensor {
  const [batch, , , frames] = logits.sizes;
  const posterior = sigmoid(logits);
  const miss = multiply(subtract(1, posterior), softplus(multiply(logits, -1)));
  const falseAlarm = multiply(posterior, softplus(logits));
  const weighted = add(
    multiply(multiply(targets, alpha), miss),
    multiply(multiply(subtract(1, targets), 1 - alpha), falseAlarm),
  );
  return multiply(total(weighted), 1 / (batch * frames));
}

/**
 * Cross entropy with a weight, summed over pitches, averaged over frames: a bin adds
 * −w·y·ln p − (1 − w)·(1 − y)·ln(1 − p), with p the posterior and y the target.
 *
 * @param logits batch × 1 × pitches × frames
 * @param targets like `logits`
 * @param weight of positives; that of negatives is 1 − weight
 */
export function weightedCrossEntropy(logits: Tensor, targets: Tensor, weight: number): Tensor {
  const [batch, , , frames] = logits.sizes;
  const miss = multiply(targets, softplus(multiply(logits, -1)));
  const falseAlarm = multiply(subtract(1, targets), softplus(logits));
  const weighted = add(multiply(miss, weight), multiply(falseAlarm, 1 - weight));
  return multiply(total(weighted), 1 / (batch * frames));
}

/** Added to squared lengths under a logarithm. */
const LENGTH_EPSILON = 1e-8;

/**
 * Log-odds that the length of a vector stands for, ln(‖v‖²/r²): the posterior is
 * ‖v‖² / (‖v‖² + r²), as capsules squash their lengths (Sabour et al. 2017).
 *
 * @param embedding batch × embedding size × pitches × frames
 * @param half r, the length of an even chance
 * @returns batch × 1 × pitches × frames
 */
export function lengthLogits(embedding: Tensor, half: number): Tensor {
  const square = add(sumOfSquares(embedding, [1]), LENGTH_EPSILON);
  return subtract(log(square), 2 * Math.log(half));
}

/** Which of the sampled bins are compared. */
export interface Contrast {
  /** Bins × bins: weight of each pair that should be alike; all weights sum to one, or zero. */
  positives: Tensor;
  /** Bins × bins: zero for a candidate, a large negative number for a pair left out. */
  mask: Tensor;
}

/**
 * InfoNCE (van den Oord et al. 2018) with several positives: the mean of
 * −ln(exp(s_ij / τ) / Σ over candidates k of exp(s_ik / τ)) over positive pairs, with s the cosine
 * similarity of two vectors.
 *
 * @param directions unit vectors, … × n × d
 * @param contrast of pairs, … × n × n
 */
export function contrastive(
  directions: Tensor,
  { positives, mask }: Contrast,
  temperature: number,
): Tensor {
  const scores = add(multiply(cosinesOf(directions), 1 / temperature), mask);
  return multiply(total(multiply(logSoftmax(scores), positives)), -1);
}

/** Which pairs are judged. */
export interface Judged {
  /** … × n × n: 1 for pairs of one source, else 0. */
  same: Tensor;
  /** … × n × n: weights that sum to one over all pairs that are judged. */
  weights: Tensor;
}

/** Cross entropy of whether two are of one source, given the log-odds, … × n × n. */
export function judgement(logits: Tensor, { same, weights }: Judged): Tensor {
  return total(multiply(weights, subtract(softplus(logits), multiply(same, logits))));
}

/** Cosine of two directions that are as likely of one source as not, and how fast that changes. */
const UNDECIDED = 0.5;
const DECISION = 8;

/**
 * Log-odds that two directions are of one source, by their cosine alone. Judged by them, unlike
 * contrasted, directions say how near is near, also where there is one source only.
 *
 * @param directions unit vectors, … × n × d
 */
export function sourceLogits(directions: Tensor): Tensor {
  return multiply(subtract(cosinesOf(directions), UNDECIDED), DECISION);
}

/** Of all pairs of unit vectors, … × n × d in, … × n × n out. */
function cosinesOf(directions: Tensor): Tensor {
  const rank = directions.shape.length;
  const order = [...directions.shape.keys()].slice(0, -2).concat(rank - 1, rank - 2);
  return matrixProduct(directions, transpose(directions, order));
}

/** Turns weights of positive pairs into ones; the smallest weight is far above its inverse. */
const SATURATION = 1e7;

/** 1 where a weight is positive, 0 where it is zero. */
function isPositive(weight: Tensor): Tensor {
  return subtract(1, relu(subtract(1, multiply(weight, SATURATION))));
}

/**
 * The loss of deep clustering (Hershey et al. 2016): the mean over candidates of (s_ij − y_ij)²,
 * with s the cosine similarity and y 1 for a positive pair, 0 for another. It asks for right
 * angles between what should differ. Candidates of those without positives do not count.
 *
 * @param directions unit vectors, n × d
 */
export function affinityLoss(directions: Tensor, { positives, mask }: Contrast): Tensor {
  const cosines = matrixProduct(directions, transpose(directions, [1, 0]));
  const counted = multiply(exp(mask), isPositive(sum(positives, [1])));
  const error = subtract(cosines, isPositive(positives));
  const pairs = add(total(counted), 1 / SATURATION);
  return divide(total(multiply(multiply(error, error), counted)), pairs);
}

/** An embedding and the bins that are sampled of it. */
export interface Sample {
  /** Batch × embedding size × pitches × frames, of any length. */
  embedding: Tensor;
  /** Bins × 3, int64: clip, frame and pitch of each sampled bin. */
  bins: Tensor;
}

/**
 * Unit vectors of sampled bins; with `group` over 1, of each so many consecutive bins together, the
 * direction of the mean of their unit vectors.
 *
 * @returns bins / group × embedding size
 */
export function sampledDirections({ embedding, bins }: Sample, group = 1): Tensor {
  const directions = l2Normalise(gather(transpose(embedding, [0, 3, 2, 1]), bins), 1);
  if (group === 1) return directions;
  const [count, size] = directions.sizes;
  const grouped = sum(reshape(directions, [count / group, group, size]), [1]);
  return l2Normalise(reshape(grouped, [count / group, size]), 1);
}
