/** Evaluations run in batches of this many: more gain little on a CPU and cost memory. */
export const batchSize = 8;

/**
 * Calls `work` for 0…count−1 in batches.
 *
 * @param work takes where a batch begins and how many it holds
 */
export async function inBatches(count: number, work: (first: number, n: number) => Promise<void>): Promise<void> {
  for (let first = 0; first < count; first += batchSize) await work(first, Math.min(batchSize, count - first));
}

/** A batch whose i-th picture is made by `fill` in its own part of the memory. */
export function makeBatch(n: number, size: number, fill: (part: Float32Array, i: number) => void): Float32Array {
  const batch = new Float32Array(n * size);
  for (let i = 0; i < n; i++) fill(batch.subarray(i * size, (i + 1) * size), i);
  return batch;
}

/** The explained class's score of each picture of a batch. */
export const scoresOf = (scores: Float32Array, n: number, target: number): number[] =>
  Array.from({ length: n }, (_, i) => scores[i * (scores.length / n) + target]!);
