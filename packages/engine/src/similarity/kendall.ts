/**
 * Kendall's τ-b (1945) of two lists of the same things, −1…1: concordant less discordant pairs over the geometric mean of
 * the pairs untied in each; null where one is constant. O(n log n) (Knight 1966).
 */
export function kendallTau(a: Float64Array, b: Float64Array): number | null {
  const n = a.length;
  const order = Array.from({ length: n }, (_, place) => place).sort((p, q) => a[p]! - a[q]! || b[p]! - b[q]!);
  const pairs = (n * (n - 1)) / 2;
  const tiedInA = tiedPairs(order, (p, q) => a[p] === a[q]);
  const tiedInBoth = tiedPairs(order, (p, q) => a[p] === a[q] && b[p] === b[q]);
  const sorted = Float64Array.from(order, (place) => b[place]!);
  const discordant = sortCountingSwaps(sorted);
  const tiedInB = tiedPairs([...sorted.keys()], (p, q) => sorted[p] === sorted[q]);
  if (tiedInA === pairs || tiedInB === pairs) return null;
  const difference = pairs - tiedInA - tiedInB + tiedInBoth - 2 * discordant;
  return difference / Math.sqrt(pairs - tiedInA) / Math.sqrt(pairs - tiedInB);
}

/** Pairs within runs of neighbours that are alike. */
function tiedPairs(order: readonly number[], alike: (p: number, q: number) => boolean): number {
  let [pairs, run] = [0, 0];
  for (let place = 1; place < order.length; place++) {
    run = alike(order[place - 1]!, order[place]!) ? run + 1 : 0;
    pairs += run;
  }
  return pairs;
}

/** Sorts by merging; the number of pairs that stood the wrong way round. */
function sortCountingSwaps(values: Float64Array): number {
  let swaps = 0;
  const merged = new Float64Array(values.length);
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      const middle = Math.min(start + width, values.length);
      const end = Math.min(start + 2 * width, values.length);
      let [left, right] = [start, middle];
      for (let place = start; place < end; place++) {
        if (right < end && (left >= middle || values[right]! < values[left]!)) {
          swaps += middle - left;
          merged[place] = values[right++]!;
        } else merged[place] = values[left++]!;
      }
    }
    values.set(merged);
  }
  return swaps;
}
