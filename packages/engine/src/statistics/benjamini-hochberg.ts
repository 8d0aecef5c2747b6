/**
 * Adjusted p-values under false-discovery control (Benjamini and Hochberg 1995): min over j ≥ i of p₍ⱼ₎·m/j, at most 1,
 * in the order given.
 * @param tests number of tests made, m; those beyond the list have a p-value of 1
 */
export function benjaminiHochberg(pValues: readonly number[], tests = pValues.length): number[] {
  const order = pValues.map((_, test) => test).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Array<number>(pValues.length);
  let least = 1;
  for (let rank = order.length; rank > 0; rank--) {
    const test = order[rank - 1]!;
    least = Math.min(least, (pValues[test]! * tests) / rank);
    adjusted[test] = least;
  }
  return adjusted;
}
