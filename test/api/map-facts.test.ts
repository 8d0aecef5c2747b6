import { maskToPng } from "@heatlas/engine";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createRun, type NewRun } from "../../apps/api/run/create.ts";
import { startRun } from "../../apps/api/run/service.ts";
import { recountTallies } from "../../apps/api/run/tally.ts";
import { type Api, globalId, openApi } from "./api.ts";
import { type Atlas, addImages, addModel, openAtlas } from "./atlas.ts";
import { readRun, settled, startWorker, until, type WorkerProcess } from "./worker-process.ts";

let atlas: Atlas;
let api: Api;
let worker: WorkerProcess;
beforeAll(async () => {
  atlas = await openAtlas();
  api = await openApi(atlas);
  worker = await startWorker(atlas);
});
beforeEach(() => atlas.empty());
afterAll(async () => {
  await worker.stop();
  await api.close();
  await atlas.close();
});

async function finishRun(input: NewRun): Promise<string> {
  const { sql, queue, projectId } = atlas;
  const id = await createRun(sql, projectId, input);
  await startRun(sql, queue, projectId, id);
  expect(await until(() => readRun(atlas, id), settled, 100)).toMatchObject({ status: "done", failedMaps: 0 });
  return id;
}

/** Pictures of the atlas are 96 × 80; this much of them, from the left, is object. */
const halfMask = (columns: number) =>
  maskToPng({ width: 96, height: 80, object: Uint8Array.from({ length: 96 * 80 }, (_, i) => +(i % 96 < columns)) });

const sendMask = async (imageId: string, columns: number) =>
  api.get(`/p/default/image/${imageId}/mask`, { method: "POST", body: new Uint8Array(await halfMask(columns)) });

interface Tally {
  maps: number;
  flagged: number;
  flags: { flag: { name: string; sentence: string }; count: number }[];
  offObject: { model: { name: string }; n: number; mean: number; spread: number | null; even: number }[];
}

const talliesOf = async (runId: string) => {
  const data = await api.query<{ run: { methods: { method: { slug: string }; tally: Tally }[] } }>(
    `query ($id: ID!) { run(id: $id) { methods { method { slug } tally {
      maps flagged flags { flag { name sentence } count } offObject { model { name } n mean spread even }
    } } } }`,
    { id: globalId("run", runId) },
  );
  return new Map(data.run.methods.map(({ method, tally }) => [method.slug, tally]));
};

/** As the rollup says and as the rows say, which must be the same. */
async function expectTalliesExact(): Promise<void> {
  const read = () => atlas.sql`
    select run_id, method_position, model_position, maps, flagged, constant, not_finite, equals_vanilla,
      saturated_softmax, conservation_off, off_object_count, round(off_object_sum::numeric, 9) as sum,
      round(off_object_squares::numeric, 9) as squares, round(object_share_sum::numeric, 9) as objects
    from run_tally where maps > 0 order by run_id, method_position, model_position`;
  const kept = await read();
  const runs = await atlas.sql<{ id: string }[]>`select id from run`;
  await atlas.sql.begin((tx) =>
    recountTallies(
      tx,
      atlas.projectId,
      runs.map(({ id }) => id),
    ),
  );
  expect(kept).toEqual(await read());
}

describe("what makes maps worth doubting", () => {
  test("is told with each, and counted by method: a rule that no ReLU takes part in gives the vanilla gradient", async () => {
    const modelIds = [await addModel(atlas, "bn_conv"), await addModel(atlas, "residual")];
    const run = await finishRun({
      modelIds,
      imageIds: await addImages(atlas, 2),
      methods: [
        { slug: "guided", parameters: { reluScope: "modules" } },
        { slug: "lrp-epsilon" },
        { slug: "epsilon-plus-flat" },
      ],
    });
    const tallies = await talliesOf(run);
    expect(tallies.get("guided")).toMatchObject({
      maps: 4,
      flagged: 4,
      flags: [{ flag: { name: "equals_vanilla", sentence: expect.stringContaining("No ReLU") }, count: 4 }],
      offObject: [],
    });
    expect(tallies.get("lrp-epsilon")).toMatchObject({ maps: 4, flagged: 0, flags: [], offObject: [] });
    await expectTalliesExact();

    const { run: found } = await api.query<{
      run: { images: { edges: { node: { guided: Found[]; lrp: Found[]; composite: Found[] } }[] } };
    }>(
      `query ($id: ID!) { run(id: $id) { images(first: 1) { edges { node {
        guided: heatmaps(method: "guided") { ...Facts } lrp: heatmaps(method: "lrp-epsilon") { ...Facts }
        composite: heatmaps(method: "epsilon-plus-flat") { ...Facts } } } } } }
      fragment Facts on Heatmap { explained { logit } flags { name } relevance { conservation bias epsilon } offObjectShare }`,
      { id: globalId("run", run) },
    );
    interface Found {
      flags: { name: string }[];
      relevance: { conservation: number; bias: number; epsilon: number } | null;
      offObjectShare: number | null;
    }
    const { guided, lrp, composite } = found.images.edges[0]!.node;
    for (const map of guided) {
      expect(map).toMatchObject({ flags: [{ name: "equals_vanilla" }], relevance: null, offObjectShare: null });
    }
    for (const { flags, relevance } of [...lrp, ...composite]) {
      expect(flags).toEqual([]);
      expect(relevance!.conservation).toBeLessThan(1e-3);
      // Both nets have biases.
      expect(Math.abs(relevance!.bias)).toBeGreaterThan(1e-6);
    }
    for (const { relevance } of lrp) expect(Math.abs(relevance!.epsilon)).toBeLessThan(0.01);
  });

  test("leads to the images that it is about, page by page", async () => {
    const { sql } = atlas;
    const run = await finishRun({
      modelIds: [await addModel(atlas, "bn_conv"), await addModel(atlas, "residual")],
      imageIds: await addImages(atlas, 5),
      methods: [{ slug: "vanilla" }, { slug: "grad-cam" }],
    });
    await sql`
      update heatmap set flags = 1 from run_heatmap
      where heatmap_id = heatmap.id and method_position = 1 and image_position in (1, 3, 4)
        and (model_position = 0 or image_position = 3)`;
    const positions = async (args: string) => {
      const data = await api.query<{ run: { images: { edges: { cursor: string; node: { position: number } }[] } } }>(
        `query ($id: ID!) { run(id: $id) { images(${args}) { edges { cursor node { position } } pageInfo { hasNextPage } } } }`,
        { id: globalId("run", run) },
      );
      return data.run.images.edges.map(({ node }) => node.position);
    };
    expect(await positions("first: 10, flaggedBy: 1")).toEqual([1, 3, 4]);
    expect(await positions("first: 2, flaggedBy: 1")).toEqual([1, 3]);
    expect(await positions('first: 2, after: "3", flaggedBy: 1')).toEqual([4]);
    expect(await positions("last: 2, flaggedBy: 1")).toEqual([3, 4]);
    expect(await positions("first: 10, flaggedBy: 0")).toEqual([]);
    expect(await positions("first: 10")).toEqual([0, 1, 2, 3, 4]);
  });

  test("stays with a map that a later run shares, and counts in that run too", async () => {
    const input = {
      modelIds: [await addModel(atlas, "bn_conv")],
      imageIds: await addImages(atlas, 2),
      methods: [{ slug: "guided", parameters: { reluScope: "modules" } }],
    };
    await sendMask(input.imageIds[0]!, 48);
    await finishRun(input);
    const second = await finishRun({ ...input, name: "again" });
    expect((await talliesOf(second)).get("guided")).toMatchObject({
      maps: 2,
      flagged: 2,
      offObject: [{ model: { name: "bn_conv" }, n: 1 }],
    });
    await expectTalliesExact();
  });
});

const shares = async () =>
  await atlas.sql<{ id: string; imageId: string; offObject: number | null; objectShare: number | null }[]>`
    select id, image_id, off_object, object_share from heatmap order by image_id, method, model_id`;

describe("the share of a map off its object", () => {
  const begin = async () => ({
    modelIds: [await addModel(atlas, "bn_conv"), await addModel(atlas, "residual"), await addModel(atlas, "conv_relu")],
    imageIds: await addImages(atlas, 2),
    methods: [{ slug: "vanilla" }, { slug: "grad-cam" }, { slug: "lrp-epsilon" }],
  });

  test("is measured where the image has a mask, and is the same whether the mask came before the map or after it", async () => {
    const input = await begin();
    const [early, late] = input.imageIds as [string, string];
    expect((await sendMask(early, 40)).status).toBe(201);
    const run = await finishRun(input);
    const before = await shares();
    for (const map of before) {
      if (map.imageId === late) expect(map).toMatchObject({ offObject: null, objectShare: null });
      // The central square of 70 pixels begins at 13: 27 of its 70 columns are object.
      else expect(map.objectShare).toBeCloseTo(27 / 70, 5);
    }
    expect(before.filter(({ offObject }) => offObject !== null).length).toBeGreaterThan(6);
    expect((await talliesOf(run)).get("vanilla")!.offObject).toMatchObject([
      { model: { name: "bn_conv" }, n: 1, spread: null, even: expect.closeTo(1 - 27 / 70, 5) },
      { model: { name: "residual" }, n: 1 },
      { model: { name: "conv_relu" }, n: 1 },
    ]);
    expect(await treesMatch()).toBe(6);

    expect((await sendMask(late, 40)).status).toBe(201);
    await until(shares, (maps) => maps.every(({ objectShare }) => objectShare !== null));
    const vanilla = (await talliesOf(run)).get("vanilla")!.offObject[0]!;
    expect(vanilla.n).toBe(2);
    expect(vanilla.spread).toBeGreaterThan(0);
    expect(await treesMatch()).toBe(6);
    await expectTalliesExact();

    // Anew, with both masks there from the start: the same bits.
    const after = await shares();
    await atlas.sql`truncate run, clustering, heatmap, shard cascade`;
    await finishRun(input);
    const strip = (maps: Awaited<ReturnType<typeof shares>>) => maps.map(({ id: _, ...map }) => map);
    expect(strip(await shares())).toEqual(strip(after));
  });

  test("follows a mask that replaces another", async () => {
    const input = await begin();
    const [image] = input.imageIds as [string];
    await sendMask(image, 40);
    const run = await finishRun({ ...input, imageIds: [image] });
    const mean = async () => (await talliesOf(run)).get("vanilla")!.offObject[0]!.mean;
    const first = await mean();
    expect((await sendMask(image, 96)).status).toBe(201);
    await until(shares, (maps) => maps.every(({ objectShare }) => objectShare === 1));
    expect([first > 0, await mean()]).toEqual([true, 0]);
    expect(await treesMatch()).toBe(3);
    await expectTalliesExact();
  });

  test("is measured by the mask that came while the map was being made", async () => {
    const input = await begin();
    const [image] = input.imageIds as [string];
    const { sql, queue, projectId } = atlas;
    const id = await createRun(sql, projectId, { ...input, imageIds: [image] });
    await startRun(sql, queue, projectId, id);
    // Behind the backs of the shards that have begun, and of the job that a mask starts.
    const mask = await atlas.blobs.put("images", await halfMask(96));
    await sql`update image set mask_sha256 = ${mask}`;
    await until(() => readRun(atlas, id), settled);
    await until(shares, (maps) => maps.every(({ objectShare }) => objectShare === 1));
    expect(await treesMatch()).toBe(3);
    await expectTalliesExact();
  });
});

/** How many trees hold, in their leaves' order, exactly the shares of their maps; throws where one does not. */
async function treesMatch(): Promise<number> {
  const trees = await atlas.sql<{ kept: number[] | null; maps: (number | null)[] }[]>`
    select off_object as kept, array(
      select off_object from unnest(heatmap_ids) with ordinality as leaf (id, place) join heatmap using (id) order by place
    ) as maps from clustering`;
  for (const { kept, maps } of trees) {
    const expected = maps.every((share) => share === null) ? null : maps.map((share) => share ?? Number.NaN);
    expect(kept).toEqual(expected);
  }
  return trees.length;
}
