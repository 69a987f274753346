/**
 * Agreement of two labellings of the same notes, whatever the labels are called.
 *
 * References. L. Hubert and P. Arabie, "Comparing partitions", J. Classification 2, 1985 (adjusted
 * Rand index); A. Rosenberg and J. Hirschberg, "V-measure: a conditional entropy-based external
 * cluster evaluation measure", EMNLP 2007.
 *
 * @module
 */

/** How well notes are told apart; 1 is perfect. */
export interface LabelScores {
  /** Pairs of notes that both labellings join or both part, 0 for what chance would give. */
  adjustedRand: number;
  /** 1 if no estimated label mixes reference labels. */
  homogeneity: number;
  /** 1 if no reference label is scattered over estimated labels. */
  completeness: number;
  /** Harmonic mean of homogeneity and completeness. */
  vMeasure: number;
  /** Share of notes in the reference label that is most frequent under their estimated label. */
  purity: number;
}

/**
 * Compares two labellings. Of no notes, they agree.
 *
 * @param reference A label for each note.
 * @param estimate As many.
 */
export function compareLabels(
  reference: ArrayLike<number>,
  estimate: ArrayLike<number>,
): LabelScores {
  const table = new Map<number, Map<number, number>>();
  for (let i = 0; i < reference.length; i++) {
    const row = table.get(estimate[i]) ?? new Map<number, number>();
    row.set(reference[i], (row.get(reference[i]) ?? 0) + 1);
    table.set(estimate[i], row);
  }
  const rows = [...table.values()].map((row) => [...row.values()]);
  const cells = rows.flat();
  const clusters = rows.map(sum);
  const classes = countEach(reference);
  const notes = reference.length;

  const homogeneity = explained(cells, clusters, classes, notes);
  const completeness = explained(cells, classes, clusters, notes);
  return {
    adjustedRand: adjustedRand(cells, clusters, classes, notes),
    homogeneity,
    completeness,
    vMeasure: homogeneity + completeness > 0
      ? 2 * homogeneity * completeness / (homogeneity + completeness)
      : 0,
    purity: notes > 0 ? sum(rows.map((row) => Math.max(...row))) / notes : 1,
  };
}

function adjustedRand(cells: number[], a: number[], b: number[], notes: number): number {
  const joined = (counts: number[]) => sum(counts.map((n) => n * (n - 1) / 2));
  const [both, inA, inB] = [joined(cells), joined(a), joined(b)];
  const chance = inA * inB / Math.max(1, joined([notes]));
  const most = (inA + inB) / 2;
  return most === chance ? 1 : (both - chance) / (most - chance);
}

/** 1 − H(labels | given) / H(labels), 1 if there is only one label. */
function explained(cells: number[], given: number[], labels: number[], notes: number): number {
  const whole = entropy(labels, notes);
  return whole > 0 ? 1 - (entropy(cells, notes) - entropy(given, notes)) / whole : 1;
}

function entropy(counts: number[], notes: number): number {
  return -sum(counts.map((n) => n / notes * Math.log(n / notes)));
}

function countEach(labels: ArrayLike<number>): number[] {
  const counts = new Map<number, number>();
  for (let i = 0; i < labels.length; i++) counts.set(labels[i], (counts.get(labels[i]) ?? 0) + 1);
  return [...counts.values()];
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
