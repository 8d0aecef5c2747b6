/**
 * Twice the average rank, from 2 up, of whole numbers 0 … most: a whole number again, so that sums of ranks are exact.
 * @param counts room for most + 1 numbers, used and left as it likes
 */
export function doubledRanks(levels: Int32Array, counts: Int32Array, out: Int32Array): void {
  counts.fill(0);
  for (let pair = 0; pair < levels.length; pair++) counts[levels[pair]!]!++;
  let below = 0;
  for (let level = 0; level < counts.length; level++) {
    const count = counts[level]!;
    counts[level] = 2 * below + count + 1;
    below += count;
  }
  for (let pair = 0; pair < levels.length; pair++) out[pair] = counts[levels[pair]!]!;
}

/** Σ (a − mean)(b − mean) of doubled ranks of as many pairs, whose mean is always pairs + 1. */
export function rankProduct(a: Int32Array, b: Int32Array): number {
  const mean = a.length + 1;
  let sum = 0;
  for (let pair = 0; pair < a.length; pair++) sum += (a[pair]! - mean) * (b[pair]! - mean);
  return sum;
}
