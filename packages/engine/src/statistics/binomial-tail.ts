import { logBinomialMass } from "./binomial-mass.ts";

/**
 * ln P(K ≥ k) under Binomial(n, p). A logarithm, since the probability of a pattern on 100,000 images is often below the
 * least float64.
 * @param k hits
 * @param n trials
 * @param p 0–1
 */
export function logBinomialTail(k: number, n: number, p: number): number {
  if (k <= 0 || p >= 1) return 0;
  if (k > n || p <= 0) return Number.NEGATIVE_INFINITY;
  // Summed on the side of k where the terms fall, so that a small tail is never the difference of two large numbers.
  if (k > n * p) return logBinomialMass(k, n, p) + Math.log(fallingSum(k, n, p));
  return Math.log1p(-Math.exp(logBinomialMass(k - 1, n, p) + Math.log(fallingSum(n - k + 1, n, 1 - p))));
}

/** P(K ≥ k) under Binomial(n, p). */
export function binomialTail(k: number, n: number, p: number): number {
  return Math.exp(logBinomialTail(k, n, p));
}

/** Σ_{i ≥ k} P(K = i) / P(K = k), each term from the one before, until they no longer count. */
function fallingSum(k: number, n: number, p: number): number {
  const odds = p / (1 - p);
  let term = 1;
  let sum = 1;
  for (let i = k; i < n && term > sum * 1e-18; i++) {
    term *= ((n - i) / (i + 1)) * odds;
    sum += term;
  }
  return sum;
}
