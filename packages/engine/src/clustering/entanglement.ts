/**
 * How crossed the lines between two drawings of the same leaves are: Σ|place − place'|^1.5 as a share of its worst, 0
 * (none) to 1 (one drawing reversed), as dendextend's.
 */
export function entanglement(left: readonly number[], right: readonly number[]): number {
  const n = left.length;
  const place = placesOf(right);
  const crossed = left.reduce((sum, leaf, own) => sum + Math.abs(own - place[leaf]!) ** 1.5, 0);
  const worst = left.reduce((sum, _, own) => sum + Math.abs(n - 1 - 2 * own) ** 1.5, 0);
  return worst === 0 ? 0 : crossed / worst;
}

/** Place of each leaf in an order. */
export function placesOf(order: readonly number[]): Int32Array {
  const places = new Int32Array(order.length);
  for (const [place, leaf] of order.entries()) places[leaf] = place;
  return places;
}
