/**
 * The q-th percentile (0–100) by linear interpolation between order statistics, as numpy's default.
 * @param values at least one, in any order; left as they are
 */
export function percentile(values: Float64Array, q: number): number {
  const sorted = Float64Array.from(values).sort();
  const place = (sorted.length - 1) * (q / 100);
  const below = Math.floor(place);
  const share = place - below;
  const a = sorted[below]!;
  const b = sorted[Math.min(below + 1, sorted.length - 1)]!;
  // From the nearer end, as numpy does, so that both ends are met exactly.
  return share < 0.5 ? a + (b - a) * share : b - (b - a) * (1 - share);
}
