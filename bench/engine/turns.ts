/** What one run took, in milliseconds: CPU time of all threads of this process, and wall time. */
export interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

export async function cost(work: () => Promise<unknown>): Promise<Cost> {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: (user + system) / 1000, wall: performance.now() - start };
}

/** The least of several rounds, in turns: what else the machine does only ever adds. The first round is not counted. */
export async function least(rounds: number, cases: readonly (() => Promise<Cost>)[]): Promise<Cost[]> {
  const best = cases.map((): Cost => ({ cpu: Number.POSITIVE_INFINITY, wall: Number.POSITIVE_INFINITY }));
  for (let round = -1; round < rounds; round++) {
    for (const [i, work] of cases.entries()) {
      const { cpu, wall } = await work();
      if (round >= 0) best[i] = { cpu: Math.min(best[i]!.cpu, cpu), wall: Math.min(best[i]!.wall, wall) };
    }
  }
  return best;
}

/** A batch of n pictures that is neither constant nor random. */
export const pictures = (n: number, height: number, width: number) => ({
  data: Float32Array.from({ length: n * 3 * height * width }, (_, i) => Math.sin(i * 0.37)),
  shape: [n, 3, height, width],
});
