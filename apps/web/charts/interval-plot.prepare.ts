export interface IntervalInput {
  readonly key: string;
  readonly name: string;
  readonly k: number;
  readonly n: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly chance: number | null;
}

/** A row in percent of the track's width; what is missing is null, never zero. */
export interface IntervalRow {
  readonly key: string;
  readonly name: string;
  readonly count: string;
  readonly dot: number | null;
  readonly line: { readonly from: number; readonly width: number } | null;
  readonly chance: number | null;
  /** Everything that the row draws, in words. */
  readonly told: string;
}

/** Shares of images with their intervals on one scale from 0 to 100 %, in the order given; nothing is summed. */
export function prepareIntervals(rows: readonly IntervalInput[]): IntervalRow[] {
  return rows.map(({ key, name, k, n, interval, chance }) => {
    const line = interval && { from: interval.low * 100, width: (interval.high - interval.low) * 100 };
    const range = interval ? `, ${whole(interval.low)} to ${whole(interval.high)} %` : "";
    const by = chance === null ? "" : `; by chance ${whole(chance)} %`;
    return {
      key,
      name,
      count: n === 0 ? "none" : `${k.toLocaleString("en")} of ${n.toLocaleString("en")}`,
      dot: n === 0 ? null : (k / n) * 100,
      line,
      chance: chance === null ? null : chance * 100,
      told: n === 0 ? `${name}: no image counts` : `${name}: ${k} of ${n}${range}${by}`,
    };
  });
}

/** The names of the rows whose intervals lie wholly apart from the chosen one's: what differs beyond its uncertainty. */
export function apartFrom(rows: readonly IntervalInput[], key: string): string[] {
  const own = rows.find((row) => row.key === key)?.interval;
  if (!own) return [];
  return rows
    .filter(({ interval }) => interval && (interval.high < own.low || interval.low > own.high))
    .map(({ name }) => name);
}

const whole = (share: number) => Math.round(share * 100);
