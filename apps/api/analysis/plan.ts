import type { NewJob, Queue } from "../queue.ts";
import type { Transaction } from "../sql.ts";
import { finishRun } from "./finish.ts";
import { groupsOf } from "./group.ts";
import { type AnalysisSetting, defaultSetting, ensureSetting, identityOf, type SettingRow } from "./setting.ts";

/**
 * What one job does at most, in maps that are prepared and pairs that are compared, which cost about the same: some
 * seconds, so that progress is seen, little is lost, and its maps (100 KB each at 224 × 224) fit in a message.
 */
const stepsPerJob = 300;

/**
 * A run's maps are all settled: dendrograms that exist already are linked, the others go to the queue. Images with a
 * failed map are left out, and one model alone makes no dendrogram. With nothing to do the run is finished.
 */
export async function planAnalysis(tx: Transaction, queue: Queue, projectId: string, runId: string): Promise<void> {
  const setting = await ensureSetting(tx, projectId, defaultSetting);
  await linkExisting(tx, projectId, runId, setting);
  const { planned, missing } = await findMissing(tx, projectId, runId, setting);
  await tx`
    update run set planned_trees = ${planned}, done_trees = ${planned - missing.length}
    where project_id = ${projectId} and id = ${runId}`;
  await queue.add(tx, "analyse", jobsFor(projectId, runId, missing));
  await finishRun(tx, projectId, runId);
}

/**
 * The dendrograms of a finished run under settings beside its own: as planAnalysis, but counted apart, and the run stays
 * finished. Asked again, it makes what is still missing. Settings of the same similarities share their jobs, so that these
 * are computed once.
 */
export async function planSettings(
  tx: Transaction,
  queue: Queue,
  projectId: string,
  runId: string,
  settings: readonly AnalysisSetting[],
): Promise<void> {
  for (const alike of Map.groupBy(settings, (setting) => identityOf(setting).similarity.toString("hex")).values()) {
    const places = new Map<string, Place>();
    const incomplete: AnalysisSetting[] = [];
    for (const setting of alike) {
      const missing = await planSetting(tx, projectId, runId, setting);
      if (missing.length > 0) incomplete.push(setting);
      for (const place of missing) places.set(`${place.methodPosition} ${place.imagePosition}`, place);
    }
    const ordered = [...places.values()].sort(
      (a, b) => a.methodPosition - b.methodPosition || a.imagePosition - b.imagePosition,
    );
    const jobs = jobsFor(projectId, runId, ordered);
    for (const { data } of jobs) data.settings = incomplete;
    await queue.add(tx, "analyse", jobs);
  }
}

/** Where dendrograms of a setting are missing, once those that exist are linked and what is planned is written down. */
async function planSetting(tx: Transaction, projectId: string, runId: string, asked: AnalysisSetting) {
  const setting = await ensureSetting(tx, projectId, asked);
  await linkExisting(tx, projectId, runId, setting);
  const { planned, missing } = await findMissing(tx, projectId, runId, setting);
  await tx`
    insert into run_setting (project_id, run_id, setting_id, planned_trees, done_trees)
    values (${projectId}, ${runId}, ${setting.clusteringSettingId}, ${planned}, ${planned - missing.length})
    on conflict (project_id, run_id, setting_id)
      do update set planned_trees = excluded.planned_trees, done_trees = excluded.done_trees`;
  return missing;
}

async function linkExisting(tx: Transaction, projectId: string, runId: string, setting: SettingRow): Promise<void> {
  await tx`
    insert into run_clustering (project_id, run_id, method_position, image_position, setting_id, clustering_id)
    select ${projectId}, ${runId}, method_position, image_position, ${setting.clusteringSettingId}, clustering.id
    from (${groupsOf(tx, projectId, runId, setting)}) as tree
    join clustering on clustering.project_id = ${projectId} and clustering.identity = tree.identity
    on conflict do nothing`;
}

interface Place {
  methodPosition: number;
  imagePosition: number;
  models: number;
}

/** How many dendrograms there can be, and where one is missing. */
async function findMissing(tx: Transaction, projectId: string, runId: string, setting: SettingRow) {
  const places = await tx<(Place & { made: boolean })[]>`
    select tree.method_position, tree.image_position, tree.models, run_clustering.run_id is not null as made
    from (${groupsOf(tx, projectId, runId, setting)}) as tree
    left join run_clustering on run_clustering.project_id = ${projectId} and run_clustering.run_id = ${runId}
      and run_clustering.method_position = tree.method_position
      and run_clustering.image_position = tree.image_position
      and run_clustering.setting_id = ${setting.clusteringSettingId}
    order by method_position, image_position`;
  return { planned: places.length, missing: places.filter((place) => !place.made) };
}

function jobsFor(projectId: string, runId: string, places: readonly Place[]): NewJob<"analyse">[] {
  const jobs: NewJob<"analyse">[] = [];
  let open = 0;
  for (const { methodPosition, imagePosition, models } of places) {
    const steps = models + (models * (models - 1)) / 2;
    const last = jobs.at(-1)?.data;
    if (last?.methodPosition === methodPosition && open + steps <= stepsPerJob) {
      last.to = imagePosition + 1;
      open += steps;
    } else {
      jobs.push({ data: { projectId, runId, methodPosition, from: imagePosition, to: imagePosition + 1 } });
      open = steps;
    }
  }
  return jobs;
}
