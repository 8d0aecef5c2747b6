import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ExplainPool, openPool } from "@heatlas/engine";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { giveUpAnalysis, runAnalysis } from "../../apps/api/analysis/job.ts";
import type { Jobs } from "../../apps/api/queue.ts";
import { createRun } from "../../apps/api/run/create.ts";
import { cancelRun, retryRun, startRun } from "../../apps/api/run/service.ts";
import type { HeldJob, Workplace } from "../../apps/api/workplace.ts";
import { type Atlas, addImages, addModel, openAtlas } from "./atlas.ts";
import { finishAll } from "./hands.ts";
import { readRun } from "./worker-process.ts";

let pool: ExplainPool;
let atlas: Atlas;
let work: Workplace;
let modelIds: string[];
let imageIds: string[];

beforeAll(async () => {
  const scratch = await mkdtemp(join(tmpdir(), "heatlas-pool-"));
  pool = openPool({ size: 1, scratch, memoryLimitBytes: 2 ** 30, threadsPerChild: 1 });
  atlas = await openAtlas();
  work = { ...atlas, pool, log: () => {} };
});
afterAll(async () => {
  await pool.close();
  await atlas.close();
});
beforeEach(async () => {
  await atlas.empty();
  modelIds = [await addModel(atlas, "bn_conv"), await addModel(atlas, "residual"), await addModel(atlas, "inception")];
  imageIds = await addImages(atlas, 2);
});

/** A run whose maps are all made up and whose dendrograms wait in the queue. */
async function beginAnalysis(models = modelIds): Promise<string> {
  const { sql, queue, projectId } = atlas;
  const id = await createRun(sql, projectId, { modelIds: models, imageIds, methods: [{ slug: "grad-cam" }] });
  await startRun(sql, queue, projectId, id);
  await finishAll(atlas);
  return id;
}

async function nextJob(): Promise<HeldJob<Jobs["analyse"]>> {
  const [job] = await atlas.queue.boss.fetch<Jobs["analyse"]>("analyse");
  return { ...job!, signal: new AbortController().signal };
}

const counts = async () => {
  const [row] = await atlas.sql`
    select (select count(*)::int from clustering) as trees, (select count(*)::int from merge) as merges,
      (select count(*)::int from similarity) as scores, (select count(*)::int from run_clustering) as links,
      (select count(*)::int from leaf_set) as leaf_sets`;
  return row;
};

test("a job that is delivered twice makes its dendrograms once", async () => {
  const run = await beginAnalysis();
  const job = await nextJob();
  await runAnalysis(work, job);
  const made = { trees: 2, merges: 4, scores: 6, links: 2, leafSets: 1 };
  expect(await counts()).toEqual(made);
  expect(await readRun(atlas, run)).toMatchObject({ status: "done", plannedTrees: 2, doneTrees: 2 });
  await runAnalysis(work, job);
  expect(await counts()).toEqual(made);
  expect(await readRun(atlas, run)).toMatchObject({ status: "done", plannedTrees: 2, doneTrees: 2 });
});

test("an attempt whose job was taken over writes nothing", async () => {
  const run = await beginAnalysis();
  const zombie = await nextJob();
  await atlas.queue.boss.fail("analyse", zombie);
  await atlas.sql`update pgboss.job set start_after = now() where id = ${zombie.id}`;
  const heir = await nextJob();
  expect(heir.retryCount).toBe(zombie.retryCount + 1);
  await runAnalysis(work, zombie);
  expect(await counts()).toMatchObject({ trees: 0, scores: 0, links: 0 });
  await runAnalysis(work, heir);
  expect(await readRun(atlas, run)).toMatchObject({ status: "done", doneTrees: 2 });
});

test("a run of the same models in the same order links the dendrograms that exist; another order has its own", async () => {
  await beginAnalysis();
  await runAnalysis(work, await nextJob());
  const again = await beginAnalysis();
  expect(await readRun(atlas, again)).toMatchObject({ status: "done", plannedTrees: 2, doneTrees: 2 });
  expect(await counts()).toEqual({ trees: 2, merges: 4, scores: 6, links: 4, leafSets: 1 });
  await beginAnalysis(modelIds.toReversed());
  await runAnalysis(work, await nextJob());
  expect(await counts()).toEqual({ trees: 4, merges: 8, scores: 6, links: 6, leafSets: 2 });
});

test("a run that is made of fewer models than another reuses its maps' scores", async () => {
  await beginAnalysis();
  await runAnalysis(work, await nextJob());
  await beginAnalysis(modelIds.slice(1));
  await runAnalysis(work, await nextJob());
  expect(await counts()).toEqual({ trees: 4, merges: 6, scores: 6, links: 4, leafSets: 2 });
});

test("a cancelled run's dendrograms are not made; a retry makes them", async () => {
  const { sql, queue, projectId } = atlas;
  const run = await beginAnalysis();
  await cancelRun(sql, queue, projectId, run);
  await runAnalysis(work, await nextJob());
  expect(await counts()).toMatchObject({ trees: 0 });
  expect((await readRun(atlas, run)).status).toBe("cancelled");
  await retryRun(sql, queue, projectId, run);
  await runAnalysis(work, await nextJob());
  expect(await readRun(atlas, run)).toMatchObject({ status: "done", error: null, doneTrees: 2 });
});

test("dendrograms that are given up are said to be missing, and a retry makes them", async () => {
  const { sql, queue, projectId } = atlas;
  const run = await beginAnalysis();
  await giveUpAnalysis(work, (await nextJob()).data);
  expect(await readRun(atlas, run)).toMatchObject({
    status: "done",
    error: "2 dendrograms are missing, though all heat maps are there: retry the run.",
    plannedTrees: 0,
  });
  await retryRun(sql, queue, projectId, run);
  await runAnalysis(work, await nextJob());
  expect(await readRun(atlas, run)).toMatchObject({ status: "done", error: null, plannedTrees: 2, doneTrees: 2 });
});
