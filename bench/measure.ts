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
 * The clock of CPU time may tick only every 4 ms, a fifth of a short case: a case is run again and again until a sample
 * takes so many milliseconds.
 */
const sampleMilliseconds = 200;

/**
 * Milliseconds of one run of each case in each round: this thread's CPU time, so that a busy machine does not count. All
 * cases take their turn in every round, so that what else the machine does falls on all alike. Two rounds first are not
 * counted: what they run is compiled meanwhile, and they say how often a short case is run for one sample, which is then
 * the mean of these runs. A case that takes longer than a sample, such as another process, runs once a round.
 */
export function interleave<Name extends string>(
  rounds: number,
  cases: Readonly<Record<Name, () => void>>,
): Record<Name, number[]> {
  const names = Object.keys(cases) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  const runs = Object.fromEntries(names.map((name) => [name, 1])) as Record<Name, number>;
  for (let round = -2; round < rounds; round++) {
    for (const name of names) {
      if (round < 0) runs[name] = runsOfSample(cases[name]);
      else times[name].push(cpuMilliseconds(cases[name], runs[name]));
    }
  }
  return times;
}

/** By the wall clock, which has no such ticks and also counts what waits for another process. */
function runsOfSample(run: () => void): number {
  const start = performance.now();
  run();
  return Math.ceil(sampleMilliseconds / (performance.now() - start));
}

/** Of one run, on average. */
function cpuMilliseconds(run: () => void, runs: number): number {
  const start = process.threadCpuUsage();
  for (let i = 0; i < runs; i++) run();
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1000 / runs;
}

/** The value that a share q of them do not exceed. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(Math.ceil(q * sorted.length), sorted.length) - 1] ?? Number.NaN;
}
