/**
 * Σ a_i b_i with the rounding of its additions carried along (Neumaier 1974): near the last bit however many terms,
 * which a plain loop over 50,000 pixels is not.
 */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < a.length; i++) {
    const term = a[i]! * b[i]!;
    const next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }
  return sum + lost;
}
