/** What a value must reach: at most, or at least. */
export type Goal = { readonly most: number } | { readonly least: number };

/** Prints `NAME VALUE (goal GOAL) ok|short`; a line that is short makes the process exit with 1. */
export function report(name: string, value: number, goal: Goal): void {
  const met = "most" in goal ? value <= goal.most : value >= goal.least;
  const text = "most" in goal ? `<= ${goal.most}` : `>= ${goal.least}`;
  console.log(`${name} ${Number(value.toPrecision(3))} (goal ${text}) ${met ? "ok" : "short"}`);
  if (!met) process.exitCode = 1;
}

/**
 * Milliseconds of each case in each round: this thread's CPU time, so that a busy machine does not count. All cases run once a round, in turn, so that what else the machine does falls
 * on all alike; two rounds first are not counted, since they are compiled meanwhile.
 */
export function interleave<Name extends string>(
  rounds: number,
  cases: Readonly<Record<Name, () => void>>,
): Record<Name, number[]> {
  const names = Object.keys(cases) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = -2; round < rounds; round++) {
    for (const name of names) {
      const start = process.threadCpuUsage();
      cases[name]();
      const { user, system } = process.threadCpuUsage(start);
      if (round >= 0) times[name].push((user + system) / 1000);
    }
  }
  return times;
}

/** The value that a share q of them do not exceed. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(Math.ceil(q * sorted.length), sorted.length) - 1] ?? Number.NaN;
}
