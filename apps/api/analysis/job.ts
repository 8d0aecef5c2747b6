import { type Analysis, EngineError, type Failure } from "@heatlas/engine";
import { ensureLeafSet, saveTrees, type Tree } from "../clustering/save.ts";
import type { Jobs } from "../queue.ts";
import { shareWithPlanning } from "../run/lock.ts";
import { announceRuns, lockRuns } from "../run/rollup.ts";
import { saveSimilarities } from "../similarity/save.ts";
import type { Transaction } from "../sql.ts";
import type { HeldJob, Workplace } from "../workplace.ts";
import { finishRun } from "./finish.ts";
import { type Group, missingGroups, readMaps } from "./load.ts";
import { type AnalysisSetting, defaultSetting, ensureSetting, type SettingRow } from "./setting.ts";

type AnalyseJob = Jobs["analyse"];

/** Makes the dendrograms of a stretch of a run. Rejects where the job should be tried again. */
export async function runAnalysis(work: Workplace, job: HeldJob<AnalyseJob>): Promise<void> {
  const { projectId, runId } = job.data;
  const asked = job.data.setting ?? defaultSetting;
  const setting = await work.sql.begin((tx) => ensureSetting(tx, projectId, asked));
  const groups = await missingGroups(work.sql, projectId, runId, setting, job.data, job.data.setting !== undefined);
  const start = performance.now();
  const results = groups.length === 0 ? [] : await analyse(work, projectId, asked, groups, job.signal);
  if (results === null) return work.log(`run ${runId}: its dendrograms are no longer wanted`);
  const trees = groups.flatMap((group, place) => treeOf(group, results[place]!));
  if (!(await commitTrees(work, job, setting, trees, groups.length - trees.length))) {
    return work.log(`run ${runId}: these dendrograms were made by another attempt`);
  }
  work.log(`run ${runId}: ${trees.length} dendrograms in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

/** Null: the job is no longer ours. */
async function analyse(
  { sql, blobs, pool, log }: Workplace,
  projectId: string,
  setting: AnalysisSetting,
  groups: readonly Group[],
  signal: AbortSignal,
): Promise<readonly (Analysis | Failure)[] | null> {
  try {
    const maps = await readMaps(sql, blobs, projectId, groups);
    const results = await pool.analyse({ setting, groups: maps }, undefined, signal);
    for (const result of results) if ("error" in result) log(`a dendrogram failed: ${result.error.message}`);
    return results;
  } catch (error) {
    if (signal.aborted && error instanceof EngineError) return null;
    throw error;
  }
}

function treeOf(group: Group, result: Analysis | Failure): Tree[] {
  if ("error" in result) return [];
  const { similarities, memberBits, rootHeight, cophenetic, ties, leafOrder } = result;
  const merges = result.merges.map((merge, i) => ({ ...merge, members: memberBits[i]! }));
  return [{ ...group, similarities, merges, rootHeight, cophenetic, ties, leafOrder }];
}

/**
 * The job, its trees, the run's counts and, with the last of them, the run's end, in one transaction. Trees that cannot
 * be made are no longer planned. False: another attempt holds the job, and nothing was written.
 */
async function commitTrees(
  { sql, queue }: Workplace,
  job: HeldJob<AnalyseJob>,
  setting: SettingRow,
  trees: readonly Tree[],
  failed: number,
): Promise<boolean> {
  const { projectId, runId } = job.data;
  return await sql.begin(async (tx) => {
    await shareWithPlanning(tx, projectId);
    if (!(await queue.complete(tx, "analyse", job))) return false;
    await lockRuns(tx, projectId, [runId]);
    await saveSimilarities(tx, projectId, setting.similaritySettingId, trees);
    const leafSetId = await ensureLeafSet(tx, projectId, await modelsOf(tx, projectId, runId));
    const made = await saveTrees(tx, { projectId, id: runId }, setting, leafSetId, trees);
    if (job.data.setting) {
      await tx`
        update run_setting set done_trees = done_trees + ${made},
          planned_trees = greatest(done_trees + ${made}, planned_trees - ${failed})
        where project_id = ${projectId} and run_id = ${runId} and setting_id = ${setting.clusteringSettingId}`;
    } else {
      await tx`
        update run set done_trees = done_trees + ${made},
          planned_trees = greatest(done_trees + ${made}, planned_trees - ${failed})
        where project_id = ${projectId} and id = ${runId}`;
      await finishRun(tx, projectId, runId);
    }
    await announceRuns(tx, projectId, [runId]);
    return true;
  });
}

async function modelsOf(tx: Transaction, projectId: string, runId: string): Promise<string[]> {
  const rows = await tx<{ modelId: string }[]>`
    select model_id from run_model where project_id = ${projectId} and run_id = ${runId} order by position`;
  return rows.map((row) => row.modelId);
}

/** A job was given up: the dendrograms that it left are no longer planned, so that the run comes to its end. */
export async function giveUpAnalysis({ sql }: Pick<Workplace, "sql">, data: AnalyseJob): Promise<void> {
  const { projectId, runId } = data;
  await sql.begin(async (tx) => {
    await shareWithPlanning(tx, projectId);
    await lockRuns(tx, projectId, [runId]);
    const setting = await ensureSetting(tx, projectId, data.setting ?? defaultSetting);
    const { length: left } = await missingGroups(tx, projectId, runId, setting, data, data.setting !== undefined);
    if (data.setting) {
      await tx`
        update run_setting set planned_trees = greatest(done_trees, planned_trees - ${left})
        where project_id = ${projectId} and run_id = ${runId} and setting_id = ${setting.clusteringSettingId}`;
    } else {
      await tx`
        update run set planned_trees = greatest(done_trees, planned_trees - ${left})
        where project_id = ${projectId} and id = ${runId} and status in ('queued', 'running')`;
      await finishRun(tx, projectId, runId);
    }
    await announceRuns(tx, projectId, [runId]);
  });
}
