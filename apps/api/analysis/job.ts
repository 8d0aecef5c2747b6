import { type Analysis, EngineError, type Failure } from "@heatlas/engine";
import { ensureLeafSet, saveTrees, type Tree } from "../clustering/save.ts";
import type { Jobs } from "../queue.ts";
import { shareWithPlanning } from "../run/lock.ts";
import { announceRuns, lockRuns } from "../run/rollup.ts";
import { saveSimilarities } from "../similarity/save.ts";
import type { Transaction } from "../sql.ts";
import type { HeldJob, Workplace } from "../workplace.ts";
import { finishRun } from "./finish.ts";
import { type Group, missingGroups, readGroups } from "./load.ts";
import { type AnalysisSetting, defaultSetting, ensureSetting, type SettingRow } from "./setting.ts";

type AnalyseJob = Jobs["analyse"];

/** A setting of a job, its rows, and the dendrograms that are missing under it. */
interface Wanted {
  readonly asked: AnalysisSetting;
  readonly setting: SettingRow;
  readonly groups: readonly Group[];
}

/** Makes the dendrograms of a stretch of a run. Rejects where the job should be tried again. */
export async function runAnalysis(work: Workplace, job: HeldJob<AnalyseJob>): Promise<void> {
  const { projectId, runId } = job.data;
  const wanted = await work.sql.begin((tx) => findWanted(tx, projectId, job.data));
  const start = performance.now();
  const results = await analyse(work, projectId, wanted, job.signal);
  if (results === null) return work.log(`run ${runId}: its dendrograms are no longer wanted`);
  const made = wanted.map(({ groups }, place) => groups.flatMap((group) => treeOf(group, results, place)));
  if (!(await commitTrees(work, job, wanted, made))) {
    return work.log(`run ${runId}: these dendrograms were made by another attempt`);
  }
  const count = made.reduce((sum, trees) => sum + trees.length, 0);
  work.log(`run ${runId}: ${count} dendrograms in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

async function findWanted(tx: Transaction, projectId: string, job: AnalyseJob): Promise<Wanted[]> {
  const wanted: Wanted[] = [];
  for (const asked of job.settings ?? [defaultSetting]) {
    const setting = await ensureSetting(tx, projectId, asked);
    const groups = await missingGroups(tx, projectId, job.runId, setting, job, job.settings !== undefined);
    wanted.push({ asked, setting, groups });
  }
  return wanted;
}

/** By the image's position, with a tree for each setting of the job. Null: the job is no longer ours. */
type Results = ReadonlyMap<number, Analysis | Failure>;

async function analyse(
  { sql, blobs, pool, log }: Workplace,
  projectId: string,
  wanted: readonly Wanted[],
  signal: AbortSignal,
): Promise<Results | null> {
  const groups = [
    ...new Map(wanted.flatMap((each) => each.groups.map((group) => [group.imagePosition, group]))).values(),
  ];
  if (groups.length === 0) return new Map();
  const [{ asked, setting }] = wanted as [Wanted];
  const { normalisation, grid, measure } = asked;
  const trees = wanted.map(({ asked: { distance, linkage } }) => ({ distance, linkage }));
  try {
    const given = await readGroups(sql, blobs, projectId, setting.similaritySettingId, groups);
    const similarity = { normalisation, grid, measure };
    const results = await pool.analyse({ similarity, trees, groups: given }, undefined, signal);
    for (const result of results) if ("error" in result) log(`a dendrogram failed: ${result.error.message}`);
    return new Map(groups.map(({ imagePosition }, place) => [imagePosition, results[place]!]));
  } catch (error) {
    if (signal.aborted && error instanceof EngineError) return null;
    throw error;
  }
}

function treeOf(group: Group, results: Results, place: number): Tree[] {
  const result = results.get(group.imagePosition)!;
  if ("error" in result) return [];
  const { merges, memberBits, ...tree } = result.trees[place]!;
  const members = merges.map((merge, i) => ({ ...merge, members: memberBits[i]! }));
  return [{ ...group, ...tree, similarities: result.similarities, merges: members }];
}

/**
 * The job, its trees, the run's counts and, with the last of them, the run's end, in one transaction. Trees that cannot
 * be made are no longer planned. False: another attempt holds the job, and nothing was written.
 */
async function commitTrees(
  { sql, queue }: Workplace,
  job: HeldJob<AnalyseJob>,
  wanted: readonly Wanted[],
  made: readonly (readonly Tree[])[],
): Promise<boolean> {
  const { projectId, runId, settings } = job.data;
  return await sql.begin(async (tx) => {
    await shareWithPlanning(tx, projectId);
    if (!(await queue.complete(tx, "analyse", job))) return false;
    await lockRuns(tx, projectId, [runId]);
    const scored = new Map(made.flat().map((tree) => [tree.imagePosition, tree]));
    await saveSimilarities(tx, projectId, wanted[0]!.setting.similaritySettingId, [...scored.values()]);
    const leafSetId = await ensureLeafSet(tx, projectId, await modelsOf(tx, projectId, runId));
    for (const [place, { setting, groups }] of wanted.entries()) {
      const trees = made[place]!;
      const linked = await saveTrees(tx, { projectId, id: runId }, setting, leafSetId, trees);
      await countTrees(tx, job.data, setting, linked, groups.length - trees.length);
    }
    if (!settings) await finishRun(tx, projectId, runId);
    await announceRuns(tx, projectId, [runId]);
    return true;
  });
}

/** Of the run, or of a setting beside its own. */
async function countTrees(
  tx: Transaction,
  { projectId, runId, settings }: AnalyseJob,
  setting: SettingRow,
  made: number,
  failed: number,
): Promise<void> {
  if (settings) {
    await tx`
      update run_setting set done_trees = done_trees + ${made},
        planned_trees = greatest(done_trees + ${made}, planned_trees - ${failed})
      where project_id = ${projectId} and run_id = ${runId} and setting_id = ${setting.clusteringSettingId}`;
  } else {
    await tx`
      update run set done_trees = done_trees + ${made},
        planned_trees = greatest(done_trees + ${made}, planned_trees - ${failed})
      where project_id = ${projectId} and id = ${runId} and status in ('queued', 'running')`;
  }
}

async function modelsOf(tx: Transaction, projectId: string, runId: string): Promise<string[]> {
  const rows = await tx<{ modelId: string }[]>`
    select model_id from run_model where project_id = ${projectId} and run_id = ${runId} order by position`;
  return rows.map((row) => row.modelId);
}

/** A job was given up: the dendrograms that it left are no longer planned, so that the run comes to its end. */
export async function giveUpAnalysis({ sql }: Pick<Workplace, "sql">, data: AnalyseJob): Promise<void> {
  const { projectId, runId, settings } = data;
  await sql.begin(async (tx) => {
    await shareWithPlanning(tx, projectId);
    await lockRuns(tx, projectId, [runId]);
    for (const { setting, groups } of await findWanted(tx, projectId, data)) {
      await countTrees(tx, data, setting, 0, groups.length);
    }
    if (!settings) await finishRun(tx, projectId, runId);
    await announceRuns(tx, projectId, [runId]);
  });
}
