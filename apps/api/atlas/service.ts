import type { Context } from "../context.ts";

export interface StageCounts {
  name: string;
  modelCount: number;
  imageCount: number;
  runCount: number;
  heatmapCount: number;
  clusteringCount: number;
}

/** How much there is of each stage. */
export async function countStages({ db, project }: Context): Promise<StageCounts> {
  const where = { projectId: project.id };
  const [{ name }, modelCount, imageCount, runCount, heatmapCount, clusteringCount] = await Promise.all([
    db.project.findUniqueOrThrow({ where: { id: project.id }, select: { name: true } }),
    db.model.count({ where }),
    db.image.count({ where }),
    db.run.count({ where }),
    db.heatmap.count({ where: { ...where, status: "done" } }),
    db.clustering.count({ where }),
  ]);
  return { name, modelCount, imageCount, runCount, heatmapCount, clusteringCount };
}
