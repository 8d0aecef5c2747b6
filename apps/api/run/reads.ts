import type { Context } from "../context.ts";
import type { Page } from "../keyset.ts";

/** The number of images of each run. */
export async function countImages({ db, project }: Context, runIds: readonly string[]): Promise<Map<string, number>> {
  const counts = await db.runImage.groupBy({
    by: ["runId"],
    where: { projectId: project.id, runId: { in: [...runIds] } },
    _count: true,
  });
  return new Map(counts.map(({ runId, _count }) => [runId, _count]));
}

/**
 * The positions of one page of images in each of the runs, by one statement however many runs there are.
 * @param flaggedBy only images of which some model's map by the method at this position is worth doubting; null: all
 */
export async function readPages(
  { sql, project }: Context,
  runIds: readonly string[],
  flaggedBy: number | null,
  { range: { gt, lt }, order, take }: Page<number>,
): Promise<{ runId: string; position: number }[]> {
  const images =
    flaggedBy === null
      ? sql`select position from run_image where run_image.project_id = ${project.id} and run_id = run.id`
      : sql`select distinct image_position as position from run_heatmap
          join heatmap on heatmap.project_id = run_heatmap.project_id and heatmap.id = run_heatmap.heatmap_id
          where run_heatmap.project_id = ${project.id} and run_id = run.id and method_position = ${flaggedBy}
            and flags <> 0`;
  const column = flaggedBy === null ? sql`position` : sql`image_position`;
  return await sql<{ runId: string; position: number }[]>`
    select run.id as run_id, page.position from unnest(${[...runIds]}::uuid[]) as run (id)
    cross join lateral (
      ${images} and ${column} > ${gt ?? -1} and ${column} < ${lt ?? 2 ** 31 - 1}
      order by position ${order === "asc" ? sql`asc` : sql`desc`} limit ${take}) as page`;
}
