import { choose } from "../../statistics/index.ts";

/**
 * Probability that m given leaves of n are a cluster under uniformly random merging: 2n/(m(m+1)·C(n,m)) for
 * 2 ≤ m < n (definitions.md §5).
 */
export function cladeChance(n: number, m: number): number {
  return (2 * n) / (m * (m + 1) * choose(n, m));
}
