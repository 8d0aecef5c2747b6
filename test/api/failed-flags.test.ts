import { afterAll, beforeAll, expect, test } from "vitest";
import { createRun } from "../../apps/api/run/create.ts";
import { retryRun, startRun } from "../../apps/api/run/service.ts";
import { commitEnd } from "../../apps/api/shard/commit.ts";
import { outcomeOf } from "../../apps/api/shard/outcome.ts";
import { type Atlas, addImages, addModel, openAtlas } from "./atlas.ts";
import { finishAll, takeNext } from "./hands.ts";

let atlas: Atlas;
beforeAll(async () => {
  atlas = await openAtlas();
});
afterAll(() => atlas.close());

test("a map that is not finite fails with its flag, is counted so, and loses both when it is made again", async () => {
  const { sql, queue, projectId, blobs } = atlas;
  const run = await createRun(sql, projectId, {
    modelIds: [await addModel(atlas, "bn_conv")],
    imageIds: await addImages(atlas, 1),
    methods: [{ slug: "vanilla" }, { slug: "grad-cam" }],
  });
  await startRun(sql, queue, projectId, run);
  const { shard, attempt } = (await takeNext(atlas))!;
  // What the engine answers for a model that overflows in one map, and breaks another.
  const maps = shard.maps.map(({ method }, place) => ({
    method: place,
    error: { code: method === "vanilla" ? "map-not-finite" : "channels-left", message: "It failed." },
  }));
  const wanted = {
    path: "picture",
    target: -1,
    maps: new Map(shard.maps.map((map, place) => [place, map])),
  };
  const outcome = await outcomeOf(blobs, [wanted], {
    provider: "cpu",
    device: "CPU",
    milliseconds: 1,
    pictures: [
      {
        rect: { x: 0, y: 0, width: 1, height: 1 },
        top: { class: 0, probability: 1 },
        target: { class: 0, logit: 1, probability: 1 },
        maps,
      },
    ],
  });
  await commitEnd(sql, queue, attempt, outcome);
  const flags = () => sql`select method, status, flags from heatmap order by method`;
  const tallies = () => sql`select maps, flagged, not_finite from run_tally order by method_position`;
  expect(await flags()).toEqual([
    { method: "grad-cam", status: "failed", flags: null },
    { method: "vanilla", status: "failed", flags: 2 },
  ]);
  expect(await tallies()).toEqual([
    { maps: 1, flagged: 1, notFinite: 1 },
    { maps: 0, flagged: 0, notFinite: 0 },
  ]);
  await retryRun(sql, queue, projectId, run);
  expect((await flags()).map((map) => map.flags)).toEqual([null, null]);
  await finishAll(atlas);
  expect(await tallies()).toEqual([
    { maps: 1, flagged: 0, notFinite: 0 },
    { maps: 1, flagged: 0, notFinite: 0 },
  ]);
});
