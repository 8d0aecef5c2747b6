import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createRun } from "../../apps/api/run/create.ts";
import { readProgress } from "../../apps/api/run/progress.ts";
import { cancelRun, startRun } from "../../apps/api/run/service.ts";
import { giveUpShard, StaleAttemptError } from "../../apps/api/shard/commit.ts";
import { type Atlas, addImages, addModel, openAtlas } from "./atlas.ts";
import { finish, finishAll, type HeldShard, takeNext } from "./hands.ts";

let atlas: Atlas;
let run: string;
beforeAll(async () => {
  atlas = await openAtlas();
});
beforeEach(async () => {
  await atlas.empty();
  const { sql, queue, projectId } = atlas;
  run = await createRun(sql, projectId, {
    modelIds: [await addModel(atlas, "bn_conv")],
    imageIds: await addImages(atlas, 3),
    methods: [{ slug: "vanilla" }],
  });
  await startRun(sql, queue, projectId, run);
});
afterAll(() => atlas.close());

/** What pg-boss's supervisor does to the job of a worker that stopped beating. */
const declareDead = async ({ attempt }: HeldShard) => {
  await atlas.queue.boss.fail("shard", attempt.job);
  await atlas.sql`update pgboss.job set start_after = now() where id = ${attempt.job.id}`;
};

/** Everything that a commit may write. */
const everything = () => atlas.sql`
  select (select json_agg(heatmap order by id) from heatmap) as heatmaps, (select json_agg(shard) from shard) as shards,
    (select json_agg(run) from run) as runs,
    (select json_agg(json_build_object('id', id, 'name', name, 'state', state, 'retries', retry_count) order by id)
      from pgboss.job) as jobs`;

test("an attempt that lost its shard to a newer one writes nothing", async () => {
  const zombie = (await takeNext(atlas))!;
  await declareDead(zombie);
  const heir = (await takeNext(atlas))!;
  expect(heir.attempt).toMatchObject({ shardId: zombie.attempt.shardId, number: zombie.attempt.number + 1 });
  const before = await everything();
  await expect(finish(atlas, zombie)).rejects.toThrow(StaleAttemptError);
  expect(await everything()).toEqual(before);
  await finish(atlas, heir);
  expect((await readProgress(atlas.sql, atlas.projectId, [run])).get(run)).toMatchObject({ done: 3, failed: 0 });
  await expect(finish(atlas, zombie)).rejects.toThrow(StaleAttemptError);
});

test("an attempt that was declared dead writes nothing even before a newer one takes the shard", async () => {
  const zombie = (await takeNext(atlas))!;
  await declareDead(zombie);
  const before = await everything();
  await expect(finish(atlas, zombie)).rejects.toThrow(StaleAttemptError);
  expect(await everything()).toEqual(before);
  expect(await finishAll(atlas)).toBe(3);
});

test("a commit that comes twice counts once", async () => {
  const held = (await takeNext(atlas))!;
  await finish(atlas, held);
  const before = await everything();
  await expect(finish(atlas, held)).rejects.toThrow(StaleAttemptError);
  expect(await everything()).toEqual(before);
});

test("the work of a cancelled run is not written", async () => {
  const held = (await takeNext(atlas))!;
  await cancelRun(atlas.sql, atlas.queue, atlas.projectId, run);
  await expect(finish(atlas, held)).rejects.toThrow(StaleAttemptError);
  const [maps] =
    await atlas.sql`select count(*)::int as unclaimed from heatmap where status = 'claimed' and shard_id is null`;
  expect(maps).toEqual({ unclaimed: 3 });
});

test("a shard that is given up fails its maps, so that its runs end", async () => {
  const { sql, queue, projectId } = atlas;
  const held = (await takeNext(atlas))!;
  await giveUpShard(sql, queue, { projectId, shardId: held.attempt.shardId }, "It died too often.");
  const [row] = await sql`select status, failed_maps, error from run where id = ${run}`;
  expect(row).toEqual({
    status: "failed",
    failedMaps: 3,
    error: "3 of 3 heat maps failed; the first reason: It died too often.",
  });
  await expect(finish(atlas, held)).rejects.toThrow(StaleAttemptError);
  await giveUpShard(sql, queue, { projectId, shardId: held.attempt.shardId }, "Again.");
  expect(await sql`select failed_maps from run where id = ${run}`).toEqual([{ failedMaps: 3 }]);
});
