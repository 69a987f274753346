/**
 * Counting by two witnesses: a timbre counts only if both the spectrum of the affinities and the
 * tree of average linkage show it. Each alone counts too many where it errs, and they err apart.
 *
 * @module
 */
import type { Embeddings } from "../affinity.ts";
import { countEigenvalues } from "./eigenvalues.ts";
import { countLinkage } from "./linkage.ts";

export function countAgreement(embeddings: Embeddings): number {
  return Math.min(countEigenvalues(embeddings), countLinkage(embeddings));
}
