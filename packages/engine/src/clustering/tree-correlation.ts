import { dot } from "../similarity/dot.ts";
import { correlation, deviations } from "../similarity/pearson.ts";
import { averageRanks } from "../similarity/spearman.ts";
import { copheneticDistances } from "./cophenetic.ts";
import type { Merge } from "./merge.ts";

/**
 * Baker's γ (1974) of two trees of the same leaves: Spearman's ρ, over pairs of leaves, of how early the pair comes
 * together, −1…1; null for two leaves.
 */
export function bakersGamma(a: readonly Merge[], b: readonly Merge[]): number | null {
  // Heights replaced by the merges' places: Baker ranks levels, not distances.
  const levels = (merges: readonly Merge[]) =>
    copheneticDistances(merges.map((merge, position) => ({ ...merge, height: position })));
  const ranked = (merges: readonly Merge[]) => deviations(averageRanks(levels(merges))).values;
  const [x, y] = [ranked(a), ranked(b)];
  const [xx, yy] = [dot(x, x), dot(y, y)];
  // One root of the product, not two: of equal trees it is the product itself, and γ is 1, not nearly.
  return xx > 0 && yy > 0 ? dot(x, y) / Math.sqrt(xx * yy) : null;
}

/** Pearson's r of the two trees' cophenetic distances (Sokal and Rohlf 1962), −1…1; null where one has no spread. */
export function copheneticAgreement(a: readonly Merge[], b: readonly Merge[]): number | null {
  return correlation(deviations(copheneticDistances(a)), deviations(copheneticDistances(b)));
}
