import { defaultSetting, identityOf } from "../analysis/setting.ts";
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
    // Trees of the same maps under other settings are no more of what is known, only of how sure it is.
    db.clustering.count({ where: { ...where, setting: { identity: identityOf(defaultSetting).clustering } } }),
  ]);
  return { name, modelCount, imageCount, runCount, heatmapCount, clusteringCount };
}
