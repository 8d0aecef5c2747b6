/** What many numbers are like. */
export interface Distribution {
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation; null for one number. */
  readonly spread: number | null;
  readonly quantiles: readonly { readonly share: number; readonly value: number }[];
}

/** Least, 5 %, quartiles, 95 % and greatest. */
const shares = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1];

/** Quantiles by linear interpolation between order statistics. Null where there are no numbers. */
export function distributionOf(values: Float64Array): Distribution | null {
  const n = values.length;
  if (n === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const quantile = (share: number) => {
    const place = share * (n - 1);
    const low = Math.floor(place);
    return sorted[low]! + (place - low) * (sorted[Math.min(low + 1, n - 1)]! - sorted[low]!);
  };
  return {
    n,
    mean,
    spread: n > 1 ? Math.sqrt(squares / (n - 1)) : null,
    quantiles: shares.map((share) => ({ share, value: quantile(share) })),
  };
}
