import { normalQuantile } from "./normal-quantile.ts";

/** Both ends within 0–1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval of a share (Wilson 1927): (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n), p = k/n.
 * @param k hits, 0 … n
 * @param n trials, at least 1
 */
export function wilsonInterval(k: number, n: number, confidence = 0.95): Interval {
  const z = normalQuantile((1 + confidence) / 2);
  const p = k / n;
  const scale = 1 + (z * z) / n;
  const centre = (p + (z * z) / (2 * n)) / scale;
  const reach = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / scale;
  // At k = 0 and k = n the formula gives 0 and 1 but for rounding.
  return { low: k === 0 ? 0 : centre - reach, high: k === n ? 1 : centre + reach };
}
