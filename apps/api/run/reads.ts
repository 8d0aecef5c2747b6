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

/** The positions of a page of a run's images of which some map by one method has a flag. */
export async function findFlagged(
  { sql, project }: Context,
  runId: string,
  methodPosition: number,
  { range: { gt, lt }, order, take }: Page<number>,
): Promise<number[]> {
  const rows = await sql<{ imagePosition: number }[]>`
    select distinct image_position from run_heatmap
    join heatmap on heatmap.project_id = run_heatmap.project_id and heatmap.id = run_heatmap.heatmap_id
    where run_heatmap.project_id = ${project.id} and run_id = ${runId} and method_position = ${methodPosition}
      and flags <> 0 and image_position > ${gt ?? -1} and image_position < ${lt ?? 2 ** 31 - 1}
    order by image_position ${order === "asc" ? sql`asc` : sql`desc`} limit ${take}`;
  return rows.map(({ imagePosition }) => imagePosition);
}
