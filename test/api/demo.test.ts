import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { demoModels, demoPatterns, demoRuns } from "../../apps/api/demo/content.ts";
import { type DrawnPicture, drawPictures } from "../../apps/api/demo/draw.ts";
import { loadDemo } from "../../apps/api/demo/load.ts";
import { createRun } from "../../apps/api/run/create.ts";
import { demoPictures } from "../../demo/picture/demo-pictures.ts";
import { type Api, openApi } from "./api.ts";
import { type Atlas, openAtlas } from "./atlas.ts";

const modelCount = (await Array.fromAsync(demoModels())).length;
const methodCount = demoRuns.reduce((sum, run) => sum + run.methods.length, 0);

let atlas: Atlas;
let api: Api;
beforeAll(async () => {
  atlas = await openAtlas();
  api = await openApi(atlas);
});
beforeEach(() => atlas.empty());

// Drawing is most of the work, and the same every time.
let drawn: DrawnPicture[] | undefined;
async function* drawOnce() {
  drawn ??= await Array.fromAsync(drawPictures());
  yield* drawn;
}
const load = (services = api.services) => loadDemo(services, drawOnce);
afterAll(async () => {
  await api.close();
  await atlas.close();
});

const countRows = async () => {
  const [counts] = await atlas.sql`
    select (select count(*)::int from model) as models, (select count(*)::int from image) as images,
      (select count(*)::int from image_truth) as truths, (select count(*)::int from image_set_member) as members,
      (select count(*)::int from image where mask_sha256 is not null) as masks,
      (select count(*)::int from run) as runs, (select count(*)::int from heatmap) as heatmaps,
      (select count(*)::int from upload) as uploads`;
  return counts;
};

const whole = {
  models: modelCount,
  images: demoPictures.length,
  truths: demoPictures.length,
  members: demoPictures.length,
  masks: demoPictures.length,
  runs: demoRuns.length,
  heatmaps: modelCount * demoPictures.length * methodCount,
  uploads: 0,
};

const demo = async () => (await api.query<{ demo: { state: string } }>("{ demo { state } }")).demo.state;

const removeDemo = () =>
  api.query<{ removeDemo: { state?: string; message?: string } }>(
    "mutation { removeDemo { ... on Demo { state } ... on Error { message } } }",
  );

test.runIf(modelCount === 0)("a build without networks has no demo, and says so", async () => {
  expect(await api.query("{ demo { state } }")).toEqual({ demo: null });
  const { loadDemo: refused } = await api.query<{ loadDemo: { message: string } }>(
    "mutation { loadDemo { ... on Error { message } } }",
  );
  expect(refused.message).toContain("no demo networks");
  expect(await countRows()).toMatchObject({ models: 0, images: 0, runs: 0 });
});

describe.skipIf(modelCount === 0)("with networks", () => {
  test("the demo atlas is loaded whole, once, and goes on where it broke off", async () => {
    const broken = { ...api.services, queue: { ...atlas.queue, add: () => Promise.reject(new Error("killed")) } };
    await expect(load(broken)).rejects.toThrow("killed");
    expect(await demo()).toBe("loading");
    await load();
    expect(await demo()).toBe("loaded");
    expect(await countRows()).toEqual(whole);
    await load();
    expect(await countRows()).toEqual(whole);
  });

  test("a load that breaks off can be asked for again, and goes on", async () => {
    const { queue } = api.services;
    const add = queue.add;
    queue.add = () => Promise.reject(new Error("killed"));
    await api.query("mutation { loadDemo { ... on Demo { state } } }");
    await vi.waitUntil(async () => (await demo()) === "absent", { timeout: 60_000 });
    queue.add = add;
    await load();
    expect(await demo()).toBe("loaded");
    expect(await countRows()).toEqual(whole);
  });

  test("its patterns are saved with it, and go with it", async () => {
    await load();
    const { patterns } = await api.query<{ patterns: { edges: { node: { name: string; sentence: string } }[] } }>(
      "{ patterns(first: 10) { edges { node { name sentence } } } }",
    );
    const saved = patterns.edges.map(({ node }) => node.name).sort();
    expect(saved).toEqual(demoPatterns.map(({ name }) => name).sort());
    await removeDemo();
    const [left] = await atlas.sql`select count(*)::int as count from pattern`;
    expect(left).toEqual({ count: 0 });
  });

  test("two servers that start at once load it once", async () => {
    await Promise.all([load(), load()]);
    expect(await countRows()).toEqual(whole);
  });

  test("its removal leaves nothing but what somebody's own run uses, and it can be loaded again", async () => {
    await load();
    const { sql, projectId } = atlas;
    const [[model], [image]] = await Promise.all([
      sql`select id from model limit 1`,
      sql`select id from image limit 1`,
    ]);
    await createRun(sql, projectId, { modelIds: [model!.id], imageIds: [image!.id], methods: [{ slug: "vanilla" }] });
    expect(await removeDemo()).toEqual({ removeDemo: { state: "removed" } });
    expect(await countRows()).toEqual({
      models: 1,
      images: 1,
      truths: 1,
      members: 1,
      masks: 1,
      runs: 1,
      heatmaps: 0,
      uploads: 0,
    });
    expect(await removeDemo()).toEqual({
      removeDemo: { message: "The demo atlas is not loaded, so there is nothing to remove." },
    });
    await load();
    expect(await countRows()).toEqual({ ...whole, runs: demoRuns.length + 1 });
  });
});
