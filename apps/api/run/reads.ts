import type { Context } from "../context.ts";

/** The number of images of each run. */
export async function countImages({ db, project }: Context, runIds: readonly string[]): Promise<Map<string, number>> {
  const counts = await db.runImage.groupBy({
    by: ["runId"],
    where: { projectId: project.id, runId: { in: [...runIds] } },
    _count: true,
  });
  return new Map(counts.map(({ runId, _count }) => [runId, _count]));
}
