import { readDoubles } from "../sent-numbers.ts";
import type { Pool } from "../sql.ts";

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
 * The scores that the dendrograms at these positions of a run were made from, some images' at a time: float64 of the pairs
 * (0,1), (0,2) … (1,2) … of so many leaves, NaN where there is none, image after image, in no order. One statement, however
 * many they are; what it reads was written with the dendrograms, and is not kept.
 */
export async function eachScores(
  sql: Pool,
  { projectId, runId, methodPosition, settingId }: Place,
  leaves: number,
  positions: readonly number[],
  take: (scores: DataView) => void,
): Promise<void> {
  const block = Math.max(1, Math.floor(rowBytes / (4 * leaves * (leaves - 1))));
  const statement = sql<{ scores: Buffer }[]>`
    select string_agg(scores, ''::bytea) as scores
    from run_clustering join clustering_similarity
      on clustering_similarity.project_id = run_clustering.project_id
      and clustering_similarity.clustering_id = run_clustering.clustering_id
    where run_clustering.project_id = ${projectId} and run_id = ${runId} and method_position = ${methodPosition}
      and setting_id = ${settingId} and image_position = any(${[...positions]}::int[])
    group by image_position / ${block}::int`;
  await sql.each(statement, ({ scores }) => take(new DataView(scores.buffer, scores.byteOffset, scores.byteLength)));
}

/** Scores as they are kept with a dendrogram. */
export function readScores(kept: Buffer): Float64Array {
  return readDoubles(kept);
}
