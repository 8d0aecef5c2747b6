/** Number of ways to choose m of n; infinite where float64 ends, exact up to 2⁵³. */
export function choose(n: number, m: number): number {
  if (m < 0 || m > n) return 0;
  let ways = 1;
  for (let i = 1; i <= Math.min(m, n - m); i++) ways = (ways * (n - i + 1)) / i;
  return Math.round(ways);
}
