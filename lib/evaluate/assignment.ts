/**
 * Optimal assignment.
 *
 * @module
 */
import { linearSumAssignment } from "linear-sum-assignment";

/**
 * Assigns rows to columns, each at most once, so that the gains add up to as much as they can.
 *
 * @param gains Rows of equal length, none negative; any number of rows and columns.
 * @returns As many pairs as the smaller side has, sorted by row.
 */
export function assign(gains: readonly (readonly number[])[]): [row: number, column: number][] {
  if (gains.length === 0 || gains[0].length === 0) return [];
  const { rowAssignments } = linearSumAssignment(gains.map((row) => [...row]));
  return Array.from(rowAssignments, (column, row): [number, number] => [row, column])
    .filter(([, column]) => column >= 0);
}
