/**
 * The q-th percentile (0–100) by linear interpolation between order statistics, as numpy's default.
 * @param values at least one, in any order; left as they are
 */
export function percentile(values: Float64Array, q: number): number {
  const place = (values.length - 1) * (q / 100);
  const below = Math.floor(place);
  const share = place - below;
  const ordered = Float64Array.from(values);
  select(ordered, below);
  const a = ordered[below]!;
  const b = share === 0 ? a : leastFrom(ordered, below + 1);
  // From the nearer end, as numpy does, so that both ends are met exactly.
  return share < 0.5 ? a + (b - a) * share : b - (b - a) * (1 - share);
}

/** Puts the k-th smallest value at place k, none larger before it and none smaller behind it (Hoare 1961). */
function select(values: Float64Array, k: number): void {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[k]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const value = values[i]!;
      values[i++] = values[j]!;
      values[j--] = value;
    }
    if (j < k) low = i;
    if (i > k) high = j;
  }
}

function leastFrom(values: Float64Array, start: number): number {
  let least = values[start]!;
  for (let place = start + 1; place < values.length; place++) if (values[place]! < least) least = values[place]!;
  return least;
}
