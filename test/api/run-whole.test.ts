import { writeFile } from "node:fs/promises";
import { memberBits } from "@heatlas/engine";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createRun, type NewRun } from "../../apps/api/run/create.ts";
import { startRun } from "../../apps/api/run/service.ts";
import { type Atlas, addImages, addLabelSet, addModel, addTruth, openAtlas } from "./atlas.ts";
import { readRun, settled, startWorker, until, type WorkerProcess } from "./worker-process.ts";

let atlas: Atlas;
let worker: WorkerProcess;
beforeAll(async () => {
  atlas = await openAtlas();
  worker = await startWorker(atlas);
});
beforeEach(() => atlas.empty());
afterAll(async () => {
  await worker.stop();
  await atlas.close();
});

async function begin(input: Partial<NewRun> & Pick<NewRun, "modelIds" | "imageIds">): Promise<string> {
  const { sql, queue, projectId } = atlas;
  const id = await createRun(sql, projectId, { methods: [{ slug: "vanilla" }, { slug: "grad-cam" }], ...input });
  await startRun(sql, queue, projectId, id);
  return id;
}

const nets = ["bn_conv", "residual", "bn_densenet", "inception"];

test("a run goes from models and pictures to dendrograms", async () => {
  const { sql } = atlas;
  const models: string[] = [];
  for (const net of nets) models.push(await addModel(atlas, net));
  const run = await begin({ modelIds: models, imageIds: await addImages(atlas, 3) });
  expect(await until(() => readRun(atlas, run), settled)).toEqual({
    status: "done",
    error: null,
    plannedMaps: 24,
    doneMaps: 24,
    failedMaps: 0,
    plannedTrees: 6,
    doneTrees: 6,
  });
  const maps = await sql`select * from heatmap`;
  for (const map of maps) {
    expect(map).toMatchObject({ status: "done", provider: "cpu", error: null });
    expect(map.gridWidth * map.gridHeight * 2).toBe(map.values?.length ?? map.packLength);
    expect(map.classIndex).toBe(map.topClass);
  }
  expect(maps.some((map) => map.pack)).toBe(true);
  const trees = await sql`
    select clustering.*, (select count(*)::int from run_clustering where clustering_id = clustering.id) as links,
      (select array_agg(model_id order by position) from leaf_set_model where leaf_set_id = clustering.leaf_set_id) as leaves
    from clustering`;
  expect(trees.length).toBe(6);
  for (const tree of trees) {
    expect(tree).toMatchObject({ links: 1, leaves: models });
    const merges = await sql`select * from merge where clustering_id = ${tree.id} order by position`;
    expect(merges.length).toBe(models.length - 1);
    expect(merges.at(-1)).toMatchObject({ size: 4, height: tree.rootHeight });
    const plain = merges.map(({ left, right, height, size }) => ({ left, right, height, size }));
    expect(merges.map((merge) => [...merge.members])).toEqual(memberBits(plain).map((bits) => [...bits]));
    expect([...tree.leafOrder].sort()).toEqual([0, 1, 2, 3]);
    const owners = await sql`
      select model_id from unnest(${tree.heatmapIds}::uuid[]) with ordinality as leaf (id, place)
      join heatmap using (id) order by place`;
    expect(owners.map((row) => row.modelId)).toEqual(models);
  }
  const [scores] = await sql`select count(*)::int as n, min(value) as low, max(value) as high from similarity`;
  expect(scores!.n).toBe(6 * 6);
  expect(scores!.low).toBeGreaterThan(-1);
  expect(scores!.high).toBeLessThanOrEqual(1);
});

test("methods that follow a model's pixels, or compare with a run's other pictures, name them in their maps", async () => {
  const { sql } = atlas;
  const models = [await addModel(atlas, "bn_conv"), await addModel(atlas, "residual")];
  await sql`update model set mean = '{100, 110, 120}', std = '{50, 50, 100}' where id = ${models[1]!}`;
  const methods = [{ slug: "expected-gradients", parameters: { samples: 4 } }, { slug: "lrp-z-box" }];
  const images = await addImages(atlas, 3);
  const first = await begin({ modelIds: models, imageIds: images, methods });
  expect(await until(() => readRun(atlas, first), settled)).toMatchObject({
    status: "done",
    doneMaps: 12,
    failedMaps: 0,
  });
  const boxes =
    await sql`select distinct parameters from heatmap where method = 'lrp-z-box' and model_id = ${models[1]!}`;
  expect(boxes.map(({ parameters }) => parameters)).toEqual([
    { low: [-2, -2.2, -1.2], high: [3.1, 2.9, 1.35], reduction: "sum" },
  ]);
  // The same references make the same maps in any run; others make others.
  const again = await begin({ modelIds: models, imageIds: images.toReversed(), methods });
  await until(() => readRun(atlas, again), settled);
  expect(await sql`select count(*)::int as maps from heatmap`).toEqual([{ maps: 12 }]);
  const fewer = await begin({ modelIds: models, imageIds: images.slice(1), methods });
  await until(() => readRun(atlas, fewer), settled);
  expect(await sql`select count(*)::int as maps from heatmap`).toEqual([{ maps: 16 }]);
});

test("two overlapping runs share maps and trees: nothing is computed twice", async () => {
  const { sql } = atlas;
  const models = [await addModel(atlas, "bn_conv"), await addModel(atlas, "residual")];
  const images = await addImages(atlas, 5);
  const first = await begin({ modelIds: models, imageIds: images.slice(0, 4) });
  const second = await begin({ modelIds: models, imageIds: images.slice(1) });
  expect(await until(() => readRun(atlas, first), settled)).toMatchObject({
    status: "done",
    doneMaps: 16,
    doneTrees: 8,
  });
  expect(await until(() => readRun(atlas, second), settled)).toMatchObject({
    status: "done",
    doneMaps: 16,
    doneTrees: 8,
  });
  const [counts] = await sql`
    select (select count(*)::int from heatmap) as maps, (select sum(map_count)::int from shard) as computed,
      (select count(*)::int from clustering) as trees, (select count(*)::int from run_clustering) as links`;
  expect(counts).toEqual({ maps: 20, computed: 20, trees: 10, links: 16 });
});

test("a map explains the class that its run asks for, and tells the model's own choice beside it", async () => {
  const { sql } = atlas;
  const models = [await addModel(atlas, "bn_conv")];
  const images = await addImages(atlas, 3);
  const labelSet = await addLabelSet(atlas, "shapes", 5);
  for (const [index, image] of images.entries()) await addTruth(atlas, image, labelSet, index);
  const truth = await begin({ modelIds: models, imageIds: images, targetPolicy: "truth" });
  const fixed = await begin({ modelIds: models, imageIds: images, targetPolicy: "fixed", fixedClass: 4 });
  const predicted = await begin({ modelIds: models, imageIds: images });
  const classes = async (run: string) => {
    expect(await until(() => readRun(atlas, run), settled)).toMatchObject({ status: "done" });
    return await sql`
      select image_position, class_index, top_class, class_probability, top_probability from run_heatmap
      join heatmap on heatmap.id = heatmap_id where run_id = ${run} order by image_position, method_position`;
  };
  const own = (await classes(predicted)).map((row) => row.topClass);
  expect((await classes(predicted)).map((row) => row.classIndex)).toEqual(own);
  for (const [run, wanted] of [
    [truth, [0, 0, 1, 1, 2, 2]],
    [fixed, [4, 4, 4, 4, 4, 4]],
  ] as const) {
    const rows = await classes(run);
    expect(rows.map((row) => row.classIndex)).toEqual(wanted);
    expect(rows.map((row) => row.topClass)).toEqual(own);
    for (const row of rows) expect(row.classProbability).toBeLessThanOrEqual(row.topProbability);
  }
});

test("a corrupt picture fails its own maps with a sentence, and the rest of its run goes on", async () => {
  const { sql, blobs } = atlas;
  const models = [await addModel(atlas, "bn_conv"), await addModel(atlas, "residual")];
  const images = await addImages(atlas, 6);
  const [torn] = await sql<{ sha256: Buffer }[]>`select sha256 from image where id = ${images[2]!}`;
  await writeFile(blobs.path("images", torn!.sha256), "no picture at all");
  const run = await begin({ modelIds: models, imageIds: images });
  const end = await until(() => readRun(atlas, run), settled);
  expect(end).toMatchObject({ status: "done", doneMaps: 20, failedMaps: 4, plannedTrees: 10, doneTrees: 10 });
  expect(end.error).toMatch(
    /^4 of 24 heat maps failed, and 2 dendrograms are left out for want of them; the first reason: "picture 2": /,
  );
  const failed = await sql`select image_id, error from heatmap where status = 'failed'`;
  expect(failed.every((row) => row.imageId === images[2] && /^"picture 2": .*\.$/.test(row.error))).toBe(true);
});
