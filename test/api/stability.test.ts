import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ExplainPool, openPool } from "@heatlas/engine";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { analyseUnder, everySetting } from "../../apps/api/analysis/every-setting.ts";
import { giveUpAnalysis, runAnalysis } from "../../apps/api/analysis/job.ts";
import { defaultSetting } from "../../apps/api/analysis/setting.ts";
import type { Jobs } from "../../apps/api/queue.ts";
import { createRun } from "../../apps/api/run/create.ts";
import { startRun } from "../../apps/api/run/service.ts";
import type { HeldJob, Workplace } from "../../apps/api/workplace.ts";
import { type Api, globalId, openApi } from "./api.ts";
import { type Atlas, addImages, addModel, openAtlas } from "./atlas.ts";
import { addForest, addSetting, chain } from "./forest.ts";
import { finishAll } from "./hands.ts";
import { readRun } from "./worker-process.ts";

let pool: ExplainPool;
let atlas: Atlas;
let api: Api;
let work: Workplace;
beforeAll(async () => {
  const scratch = await mkdtemp(join(tmpdir(), "heatlas-pool-"));
  pool = openPool({ size: 1, scratch, memoryLimitBytes: 2 ** 30, threadsPerChild: 1 });
  atlas = await openAtlas();
  api = await openApi(atlas);
  work = { ...atlas, pool, log: () => {} };
});
beforeEach(() => atlas.empty());
afterAll(async () => {
  await pool.close();
  await api.close();
  await atlas.close();
});

const analyse = async (runId: string) =>
  (
    await api.query<{ analyseEverySetting: Record<string, unknown> }>(
      `mutation ($id: ID!) { analyseEverySetting(id: $id) {
        ... on Run { status settings { plannedTrees doneTrees setting { normalisation grid measure distance linkage } } }
        ... on Error { code message }
      } }`,
      { id: globalId("run", runId) },
    )
  ).analyseEverySetting;

/** How many jobs there were. */
async function workAll(handle: (job: HeldJob<Jobs["analyse"]>) => Promise<void>): Promise<number> {
  for (let count = 0; ; count++) {
    const [job] = await atlas.queue.boss.fetch<Jobs["analyse"]>("analyse");
    if (!job) return count;
    await handle({ ...job, signal: new AbortController().signal });
  }
}

const ask = async (runId: string, sentence: string) => {
  const { patternFrequency } = await api.query<{ patternFrequency: { groups: Record<string, unknown>[] } }>(
    `query ($sentence: String, $filter: PatternFilter) { patternFrequency(sentence: $sentence, filter: $filter) {
      ... on PatternFrequency { groups { k n holds stability { same of missing } stabilityReason } }
    } }`,
    { sentence, filter: { runs: [globalId("run", runId)] } },
  );
  return patternFrequency.groups;
};

test("a run of one model is refused: there is no tree to make under any setting", async () => {
  const { runId } = await addForest(atlas, { models: ["Ant"], images: 1, methods: ["vanilla"], tree: () => null });
  expect(await analyse(runId)).toEqual({
    code: "wrong-state",
    message: 'The run "made up" has one model: a tree, under whatever setting, needs two or more.',
  });
});

test("the verdict's stability counts the settings that agree, on the same images", async () => {
  const wanted = {
    models: ["Ant", "Bee", "Cat"],
    images: 4,
    methods: ["vanilla"],
    tree: () => chain([0, 1, 2]),
    // The last image does not count, and so decides nothing.
    predicted: (image: number) => (image === 3 ? 1 : 0),
  };
  const forest = await addForest(atlas, wanted);
  expect(await ask(forest.runId, "Cat joins last")).toEqual([
    { k: 3, n: 3, holds: true, stability: null, stabilityReason: "no other setting is computed yet" },
  ]);
  const [agreeing, split, opposed] = everySetting as [
    (typeof everySetting)[0],
    (typeof everySetting)[0],
    (typeof everySetting)[0],
  ];
  await addSetting(atlas, wanted, forest, agreeing);
  await addSetting(atlas, { ...wanted, tree: (_, image) => chain(image === 0 ? [0, 2, 1] : [0, 1, 2]) }, forest, split);
  await addSetting(atlas, { ...wanted, tree: (_, image) => chain(image < 3 ? [0, 2, 1] : [0, 1, 2]) }, forest, opposed);
  const stability = { same: 2, of: 3, missing: 21 };
  expect(await ask(forest.runId, "Cat joins last")).toMatchObject([{ stability, stabilityReason: null }]);
  expect(await ask(forest.runId, "Bee joins last")).toMatchObject([{ holds: false, stability }]);
  const { patternFrequency } = await api.query<{
    patternFrequency: { groups: { bySetting: { setting: object; k: number | null; holds: boolean | null }[] }[] };
  }>(
    `query ($runs: [ID!]) { patternFrequency(sentence: "Cat joins last", filter: { runs: $runs }) { ... on PatternFrequency {
      groups { bySetting { setting { normalisation grid measure distance linkage } k n holds } }
    } } }`,
    { runs: [globalId("run", forest.runId)] },
  );
  const { bySetting } = patternFrequency.groups[0]!;
  expect(bySetting.map(({ setting }) => setting)).toEqual(everySetting);
  expect(bySetting.slice(0, 4)).toEqual([
    { setting: agreeing, k: 3, n: 3, holds: true },
    { setting: split, k: 2, n: 3, holds: true },
    { setting: opposed, k: 0, n: 3, holds: false },
    { setting: everySetting[3], k: null, n: null, holds: null },
  ]);
  await atlas.sql`update run_setting set planned_trees = planned_trees + 1`;
  expect(await ask(forest.runId, "Cat joins last")).toMatchObject([{ stability: null }]);
});

test("a finished run is analysed under the 24 settings by jobs, from the maps that it has, and stays finished", async () => {
  const { sql, queue, projectId } = atlas;
  const modelIds = [
    await addModel(atlas, "bn_conv"),
    await addModel(atlas, "residual"),
    await addModel(atlas, "inception"),
  ];
  const imageIds = await addImages(atlas, 2);
  const runId = await createRun(sql, projectId, { modelIds, imageIds, methods: [{ slug: "grad-cam" }] });
  expect(await analyse(runId)).toEqual({
    code: "wrong-state",
    message: expect.stringContaining("is draft: it can be analysed anew when it is done."),
  });
  await startRun(sql, queue, projectId, runId);
  await finishAll(atlas);
  await workAll((job) => runAnalysis(work, job));
  expect(await readRun(atlas, runId)).toMatchObject({ status: "done", plannedTrees: 2, doneTrees: 2 });

  const planned = await analyse(runId);
  expect(planned).toMatchObject({ status: "done" });
  expect(planned.settings).toHaveLength(24);
  expect(planned.settings).toContainEqual({
    plannedTrees: 2,
    doneTrees: 0,
    setting: { normalisation: "minmax", grid: 224, measure: "ssim-uniform", distance: "root", linkage: "average" },
  });
  // Similarities are computed once for both distances and linkages. One job is given up: its trees are no longer planned,
  // until somebody asks again.
  let jobs = 0;
  await workAll((job) => (jobs++ === 0 ? giveUpAnalysis(work, job.data) : runAnalysis(work, job)));
  expect(jobs).toBe(6);
  const settings = await sql`select planned_trees, done_trees from run_setting order by planned_trees`;
  expect(settings.slice(0, 4)).toEqual(new Array(4).fill({ plannedTrees: 0, doneTrees: 0 }));
  expect(settings.slice(4).every(({ plannedTrees, doneTrees }) => plannedTrees === 2 && doneTrees === 2)).toBe(true);
  await analyse(runId);
  await workAll((job) => runAnalysis(work, job));
  expect(await readRun(atlas, runId)).toMatchObject({ status: "done", plannedTrees: 2, doneTrees: 2 });
  const [counts] = await sql`
    select (select count(*)::int from clustering) as trees, (select count(distinct setting_id)::int from similarity) as scores,
      (select count(*)::int from heatmap) as maps`;
  expect(counts).toEqual({ trees: 50, scores: 7, maps: 6 });
  const [group] = (await ask(runId, "bn_conv joins last")) as [{ stability: { of: number; missing: number } }];
  expect(group.stability).toMatchObject({ of: 24, missing: 0 });
});

test("maps that were compared are not compared again for another linkage or distance", async () => {
  const { sql, queue, projectId } = atlas;
  const modelIds = [
    await addModel(atlas, "bn_conv"),
    await addModel(atlas, "residual"),
    await addModel(atlas, "inception"),
  ];
  const runId = await createRun(sql, projectId, {
    modelIds,
    imageIds: await addImages(atlas, 2),
    methods: [{ slug: "grad-cam" }],
  });
  await startRun(sql, queue, projectId, runId);
  await finishAll(atlas);
  await workAll((job) => runAnalysis(work, job));
  // What is stored is what trees are made of: no map says these numbers.
  await sql`update similarity set value = 0.75`;
  await sql`delete from similarity where heatmap_a_id = (select min(heatmap_ids[1]::text)::uuid from clustering)`;
  await analyseUnder(sql, queue, projectId, runId, [
    { ...defaultSetting, linkage: "single" },
    { ...defaultSetting, linkage: "complete", distance: "root" },
  ]);
  expect(await workAll((job) => runAnalysis(work, job))).toBe(1);
  const trees = await sql<{ linkage: string; rootHeight: number }[]>`
    select linkage, root_height from clustering join clustering_setting on clustering_setting.id = clustering.setting_id
    where linkage <> 'ward' order by linkage, image_id`;
  expect(trees.map(({ linkage }) => linkage)).toEqual(["complete", "complete", "single", "single"]);
  expect(trees.filter(({ rootHeight }) => rootHeight === 0.25 || rootHeight === 0.5)).toHaveLength(2);
  // The image of which a score was lost was compared anew, once for both trees.
  expect(
    await sql`select count(*)::int as n, count(*) filter (where value = 0.75)::int as old from similarity`,
  ).toEqual([{ n: 6, old: expect.any(Number) }]);
});
