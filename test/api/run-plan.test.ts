import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { StateError } from "../../apps/api/errors.ts";
import { heatmapIdentity, numericsVersion } from "../../apps/api/heatmap/identity.ts";
import { createRun, type NewRun } from "../../apps/api/run/create.ts";
import { mapsPerShard } from "../../apps/api/run/cut.ts";
import { readProgress } from "../../apps/api/run/progress.ts";
import { cancelRun, retryRun, startRun } from "../../apps/api/run/service.ts";
import { type Atlas, addImages, addLabelSet, addModel, addTruth, openAtlas } from "./atlas.ts";
import { finish, finishAll, takeNext } from "./hands.ts";

let atlas: Atlas;
beforeAll(async () => {
  atlas = await openAtlas();
});
beforeEach(() => atlas.empty());
afterAll(() => atlas.close());

async function begin(input: Partial<NewRun> & Pick<NewRun, "modelIds" | "imageIds">): Promise<string> {
  const { sql, queue, projectId } = atlas;
  const id = await createRun(sql, projectId, { methods: [{ slug: "vanilla" }, { slug: "grad-cam" }], ...input });
  await startRun(sql, queue, projectId, id);
  return id;
}

async function progress(run: string) {
  const { planned, done, failed, shared, plannedTrees } = (await readProgress(atlas.sql, atlas.projectId, [run])).get(
    run,
  )!;
  return { planned, done, failed, shared, plannedTrees };
}

const statusOf = async (run: string) => {
  const [row] = await atlas.sql<
    { status: string; error: string | null }[]
  >`select status, error from run where id = ${run}`;
  return row!;
};

const countMaps = async (status: string) => {
  const [row] = await atlas.sql<{ n: number }[]>`
    select count(*)::int as n from heatmap where status = ${status}::heatmap_status`;
  return row!.n;
};

test("the database hashes the same identities as this process, for every policy and view", async () => {
  const { sql } = atlas;
  const models = [await addModel(atlas, "bn_conv"), await addModel(atlas, "inception")];
  const images = await addImages(atlas, 3);
  const labelSet = await addLabelSet(atlas, "shapes", 5);
  for (const [index, image] of images.entries()) await addTruth(atlas, image, labelSet, index + 1);
  for (const extra of [
    {},
    { view: "as_trained" as const, targetPolicy: "fixed" as const, fixedClass: 4 },
    { targetPolicy: "truth" as const },
  ]) {
    await begin({ modelIds: models, imageIds: images, ...extra });
  }
  const rows = await sql`
    select heatmap.identity, heatmap.method, heatmap.parameters, heatmap.view, heatmap.target, model.sha256,
      input_width, input_height, mean, std, standardise, channel_order, crop_share, image.sha256 as image
    from heatmap join model on model.id = model_id join image on image.id = image_id`;
  expect(rows.length).toBe(3 * 2 * 3 * 2);
  for (const row of rows) {
    const model = row as unknown as Parameters<typeof heatmapIdentity>[0]["model"];
    const family = { model, view: row.view, method: row.method, parameters: row.parameters, numerics: numericsVersion };
    expect(row.identity).toEqual(heatmapIdentity(family, row.image, row.target));
  }
  expect(new Set(rows.map((row) => row.identity.toString("hex"))).size).toBe(rows.length);
});

test("shards hold one model each, at most their size, with all methods of an image together", async () => {
  const models = [await addModel(atlas, "bn_conv"), await addModel(atlas, "residual")];
  await begin({ modelIds: models, imageIds: await addImages(atlas, 40) });
  const shards = await atlas.sql<{ mapCount: number; models: number; maps: number }[]>`
    select shard.map_count, count(distinct heatmap.model_id)::int as models, count(*)::int as maps
    from shard join heatmap on heatmap.shard_id = shard.id group by shard.project_id, shard.id order by shard.id`;
  expect(shards.map((shard) => shard.maps)).toEqual([mapsPerShard, mapsPerShard, 16, 16]);
  expect(shards.every((shard) => shard.models === 1 && shard.maps === shard.mapCount)).toBe(true);
  const torn = await atlas.sql`select 1 from heatmap group by model_id, image_id having count(distinct shard_id) > 1`;
  expect(torn.length).toBe(0);
});

test("two runs that need the same maps share them, and each is computed once", async () => {
  const models = [await addModel(atlas, "bn_conv"), await addModel(atlas, "residual")];
  const images = await addImages(atlas, 6);
  const first = await begin({ modelIds: models, imageIds: images.slice(0, 4) });
  const second = await begin({ modelIds: models, imageIds: images.slice(2) });
  expect(await progress(first)).toMatchObject({ planned: 16, shared: 0 });
  expect(await progress(second)).toMatchObject({ planned: 16, shared: 8 });
  expect(await finishAll(atlas)).toBe(24);
  expect(await progress(first)).toMatchObject({ done: 16, failed: 0 });
  expect(await progress(second)).toMatchObject({ done: 16, failed: 0 });
  expect(await countMaps("done")).toBe(24);
});

test("a run whose maps all exist starts with all of them done, and goes on to its dendrograms", async () => {
  const models = [await addModel(atlas, "bn_conv"), await addModel(atlas, "residual")];
  const images = await addImages(atlas, 2);
  await begin({ modelIds: models, imageIds: images });
  await finishAll(atlas);
  const again = await begin({ modelIds: models.toReversed(), imageIds: images });
  expect(await progress(again)).toEqual({ planned: 8, done: 8, failed: 0, shared: 8, plannedTrees: 4 });
  expect(await takeNext(atlas)).toBeNull();
});

test("one model alone ends with its maps: there is nothing to cluster", async () => {
  const run = await begin({ modelIds: [await addModel(atlas, "bn_conv")], imageIds: await addImages(atlas, 2) });
  await finishAll(atlas);
  expect(await statusOf(run)).toEqual({ status: "done", error: null });
});

test("failed maps leave their images out of the dendrograms, and the run says so and why", async () => {
  const models = [await addModel(atlas, "bn_conv"), await addModel(atlas, "residual")];
  const run = await begin({ modelIds: models, imageIds: await addImages(atlas, 3) });
  await finishAll(atlas, { failing: (map) => map.imageName === "picture 1" && map.method === "vanilla" });
  expect(await progress(run)).toEqual({ planned: 12, done: 10, failed: 2, shared: 0, plannedTrees: 5 });
  const alone = await begin({ modelIds: [models[0]!], imageIds: await addImages(atlas, 1, 9) });
  await finishAll(atlas, { failing: () => true });
  expect(await statusOf(alone)).toEqual({
    status: "failed",
    error: "2 of 2 heat maps failed; the first reason: The picture is torn.",
  });
});

test("a retry computes what failed and nothing else, and the counts of every run that shows it follow", async () => {
  const model = await addModel(atlas, "bn_conv");
  const images = await addImages(atlas, 3);
  const first = await begin({ modelIds: [model], imageIds: images });
  const second = await begin({ modelIds: [model], imageIds: images.slice(1) });
  await finishAll(atlas, { failing: (map) => map.imageName === "picture 1" });
  expect(await progress(first)).toMatchObject({ done: 4, failed: 2 });
  expect(await progress(second)).toMatchObject({ done: 2, failed: 2 });
  await retryRun(atlas.sql, atlas.queue, atlas.projectId, first);
  expect(await progress(second)).toMatchObject({ done: 2, failed: 0 });
  expect(await finishAll(atlas)).toBe(2);
  expect(await statusOf(first)).toEqual({ status: "done", error: null });
  expect(await progress(first)).toMatchObject({ planned: 6, done: 6, failed: 0 });
  expect(await progress(second)).toMatchObject({ planned: 4, done: 4, failed: 0 });
  await expect(retryRun(atlas.sql, atlas.queue, atlas.projectId, first)).rejects.toThrow("nothing to retry");
});

test("planning a run claims anew what failed for another", async () => {
  const model = await addModel(atlas, "bn_conv");
  const images = await addImages(atlas, 2);
  const first = await begin({ modelIds: [model], imageIds: images });
  await finishAll(atlas, { failing: () => true });
  const second = await begin({ modelIds: [model], imageIds: images });
  expect(await progress(second)).toMatchObject({ planned: 4, shared: 0 });
  expect(await finishAll(atlas)).toBe(4);
  expect(await progress(first)).toMatchObject({ done: 4, failed: 0 });
});

test("a cancelled run's shards end, but what another run needs of them is computed, even what is in hand", async () => {
  const model = await addModel(atlas, "bn_conv");
  const images = await addImages(atlas, 40);
  const first = await begin({ modelIds: [model], imageIds: images });
  const second = await begin({ modelIds: [model], imageIds: images.slice(30, 36) });
  expect(await progress(second)).toMatchObject({ planned: 12, shared: 12 });
  const held = (await takeNext(atlas))!;
  expect(held.shard.maps.length).toBe(64);
  await cancelRun(atlas.sql, atlas.queue, atlas.projectId, first);
  expect((await statusOf(first)).status).toBe("cancelled");
  await finish(atlas, held);
  expect(await finishAll(atlas)).toBe(8);
  expect(await progress(second)).toMatchObject({ done: 12 });
  expect((await statusOf(second)).status).toBe("done");
  expect(await countMaps("done")).toBe(12);
  expect(await progress(first)).toMatchObject({ planned: 80, done: 12, failed: 0 });
  await retryRun(atlas.sql, atlas.queue, atlas.projectId, first);
  expect(await finishAll(atlas)).toBe(68);
  expect((await statusOf(first)).status).toBe("done");
});

test("states only move as the table says", async () => {
  const { sql, queue, projectId } = atlas;
  const input = {
    modelIds: [await addModel(atlas, "bn_conv")],
    imageIds: await addImages(atlas, 1),
    methods: [{ slug: "vanilla" }],
  };
  const run = await createRun(sql, projectId, input);
  await expect(cancelRun(sql, queue, projectId, run)).rejects.toThrow(StateError);
  await expect(retryRun(sql, queue, projectId, run)).rejects.toThrow("is draft");
  await startRun(sql, queue, projectId, run);
  await expect(startRun(sql, queue, projectId, run)).rejects.toThrow(
    "is queued: only a run that is draft can be started.",
  );
  await cancelRun(sql, queue, projectId, run);
  await expect(cancelRun(sql, queue, projectId, run)).rejects.toThrow(
    "only a run that is queued or running can be cancelled",
  );
  await expect(startRun(sql, queue, projectId, "01990000-0000-7000-8000-000000000000")).rejects.toThrow(
    "There is no run",
  );
});
