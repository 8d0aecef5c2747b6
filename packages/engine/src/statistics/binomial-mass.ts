const halfLogTau = 0.5 * Math.log(2 * Math.PI);

/** ln n! − Stirling's formula, for n = 0 … 15. */
const smallErrors: readonly number[] = logFactorials(15).map((logFactorial, n) =>
  n === 0 ? 0 : logFactorial - ((n + 0.5) * Math.log(n) - n + halfLogTau),
);

function logFactorials(last: number): number[] {
  let product = 1;
  return Array.from({ length: last + 1 }, (_, n) => {
    product *= Math.max(n, 1);
    return Math.log(product);
  });
}

function stirlingError(n: number): number {
  if (n <= 15) return smallErrors[n]!;
  const s = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / s) / s) / s) / s) / n;
}

/** x ln(x/m) − x + m, also where x and m are close. */
function deviance(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) - x + m;
  const v = (x - m) / (x + m);
  let sum = (x - m) * v;
  let term = 2 * x * v;
  for (let odd = 3; ; odd += 2) {
    term *= v * v;
    const next = sum + term / odd;
    if (next === sum) return sum;
    sum = next;
  }
}

/**
 * ln P(K = k) under Binomial(n, p) by Loader's saddle point (2000): no cancellation of large logarithms of factorials.
 * @param k 0 … n
 * @param p 0 < p < 1
 */
export function logBinomialMass(k: number, n: number, p: number): number {
  if (k === 0) return n * Math.log1p(-p);
  if (k === n) return n * Math.log(p);
  const correction = stirlingError(n) - stirlingError(k) - stirlingError(n - k);
  const spread = 0.5 * (Math.log(n) - Math.log(k) - Math.log(n - k)) - halfLogTau;
  return correction - deviance(k, n * p) - deviance(n - k, n * (1 - p)) + spread;
}
