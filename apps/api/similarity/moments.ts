import type { Pool } from "../sql.ts";

/** Of one pair's similarity over images. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Sum of squared deviations from the mean. */
  readonly squares: number;
}

export const noMoments: Moments = { count: 0, mean: 0, squares: 0 };

/** Of two samples together (Chan, Golub and LeVeque 1983). */
export function joinMoments(one: Moments, other: Moments): Moments {
  const count = one.count + other.count;
  if (count === 0) return noMoments;
  const step = other.mean - one.mean;
  return {
    count,
    mean: one.mean + (step * other.count) / count,
    squares: one.squares + other.squares + (step * step * one.count * other.count) / count,
  };
}

/** Where dendrograms are: a method of a run, and the setting that they were made under. */
export interface Place {
  readonly projectId: string;
  readonly runId: string;
  readonly methodPosition: number;
  readonly settingId: string;
}

/** What one row brings at most: fewer and larger ones are not faster, and PostgreSQL takes no row beyond a gigabyte. */
const rowBytes = 4 * 2 ** 20;

/**
 * Moments of the pairs (0,1), (0,2) … (1,2) … of so many leaves, over the images at these positions of a run. One
 * statement, however many they are; what it reads was written with the dendrograms, and is not kept.
 */
export async function readMoments(
  sql: Pool,
  { projectId, runId, methodPosition, settingId }: Place,
  leaves: number,
  positions: readonly number[],
): Promise<Moments[]> {
  const pairs = (leaves * (leaves - 1)) / 2;
  const moments = new Array<Moments>(pairs).fill(noMoments);
  const block = Math.max(1, Math.floor(rowBytes / (8 * pairs)));
  const statement = sql<{ scores: Buffer }[]>`
    select string_agg(scores, ''::bytea) as scores
    from run_clustering join clustering_similarity
      on clustering_similarity.project_id = run_clustering.project_id
      and clustering_similarity.clustering_id = run_clustering.clustering_id
    where run_clustering.project_id = ${projectId} and run_id = ${runId} and method_position = ${methodPosition}
      and setting_id = ${settingId} and image_position = any(${[...positions]}::int[])
    group by image_position / ${block}::int`;
  await sql.each(statement, ({ scores }) => {
    const view = new DataView(scores.buffer, scores.byteOffset, scores.byteLength);
    for (let pair = 0; pair < pairs; pair++) moments[pair] = joinMoments(moments[pair]!, momentsOf(view, pair, pairs));
  });
  return moments;
}

/** Of every `step`-th number from `first` on; NaN says that there is none. */
function momentsOf(numbers: DataView, first: number, step: number): Moments {
  let [count, sum, squares] = [0, 0, 0];
  for (let at = first * 8; at < numbers.byteLength; at += step * 8) {
    const value = numbers.getFloat64(at);
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
  }
  const mean = count === 0 ? 0 : sum / count;
  for (let at = first * 8; at < numbers.byteLength; at += step * 8) {
    const deviation = numbers.getFloat64(at) - mean;
    if (!Number.isNaN(deviation)) squares += deviation * deviation;
  }
  return { count, mean, squares };
}
