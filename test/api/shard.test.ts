import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Jobs } from "../../apps/api/queue.ts";
import { createRun } from "../../apps/api/run/create.ts";
import { readProgress } from "../../apps/api/run/progress.ts";
import { cancelRun, startRun } from "../../apps/api/run/service.ts";
import { type Atlas, addImages, addModel, openAtlas } from "./atlas.ts";
import { takeNext } from "./hands.ts";
import { readRun, settled, startWorker, until, type WorkerProcess } from "./worker-process.ts";

let atlas: Atlas;
let worker: WorkerProcess | undefined;
beforeAll(async () => {
  atlas = await openAtlas();
});
beforeEach(async () => {
  await atlas.empty();
  worker = undefined;
});
afterEach(() => worker?.stop());
afterAll(() => atlas.close());

async function begin(net: string, images: number, firstSeed = 0): Promise<string> {
  const { sql, queue, projectId } = atlas;
  const input = { modelIds: [await addModel(atlas, net)], imageIds: await addImages(atlas, images, firstSeed) };
  const id = await createRun(sql, projectId, { ...input, methods: [{ slug: "vanilla" }] });
  await startRun(sql, queue, projectId, id);
  return id;
}

test("a shard whose workers die too often is given up, and its run ends and says why", async () => {
  const run = await begin("bn_conv", 2);
  const held = (await takeNext(atlas))!;
  // As if its worker had died at the last attempt that there is.
  await atlas.sql`
    update pgboss.job set retry_count = retry_limit, heartbeat_on = now() - interval '1 minute'
    where id = ${held.attempt.job.id}`;
  worker = await startWorker(atlas);
  expect(await until(() => readRun(atlas, run), settled, 20)).toMatchObject({
    status: "failed",
    failedMaps: 2,
    error:
      "2 of 2 heat maps failed; the first reason: The worker ended each time that it computed this; its log tells more.",
  });
});

test("a model that is not in the store fails its maps with a sentence, not the worker", async () => {
  const run = await begin("bn_conv", 2);
  await atlas.sql`update model set sha256 = sha256(sha256)`;
  worker = await startWorker(atlas);
  const end = await until(() => readRun(atlas, run), settled, 30);
  expect(end).toMatchObject({ status: "failed", failedMaps: 2 });
  expect(end.error).toMatch(/^2 of 2 heat maps failed; the first reason: .*\.$/);
  expect(end.error).not.toContain("/");
  expect(worker.process.exitCode).toBeNull();
});

test("cancelling a run ends its work in progress, and the worker takes what comes next", async () => {
  const { sql, queue, projectId } = atlas;
  const long = await begin("stride_odd", 150);
  worker = await startWorker(atlas);
  await until(
    () => readRun(atlas, long),
    (run) => run.doneMaps > 0,
  );
  await cancelRun(sql, queue, projectId, long);
  const cancelled = await readRun(atlas, long);
  expect(cancelled.doneMaps).toBeLessThan(150);
  const next = await begin("bn_conv", 2, 1000);
  expect(await until(() => readRun(atlas, next), settled, 30)).toMatchObject({ status: "done", doneMaps: 2 });
  expect(await readRun(atlas, long)).toEqual(cancelled);
  const [left] =
    await sql`select count(*)::int as n from pgboss.job where name = 'shard' and state in ('created', 'retry', 'active')`;
  expect(left).toEqual({ n: 0 });
});

test("progress counts what is committed, and its rate and time left come from measurements", async () => {
  const run = await begin("stride_odd", 140);
  const read = async () => (await readProgress(atlas.sql, atlas.projectId, [run])).get(run)!;
  expect(await read()).toMatchObject({ planned: 140, done: 0, mapsPerSecond: null, secondsLeft: null });
  worker = await startWorker(atlas);
  let before = 0;
  const seen = await until(
    async () => {
      const progress = await read();
      const [row] = await atlas.sql<{ n: number }[]>`select count(*)::int as n from heatmap where status = 'done'`;
      expect(progress.done).toBeGreaterThanOrEqual(before);
      expect(progress.done).toBeLessThanOrEqual(row!.n);
      before = progress.done;
      return progress;
    },
    ({ done }) => done > 64,
  );
  expect(seen.mapsPerSecond).toBeGreaterThan(0);
  if (seen.done < 140) expect(seen.secondsLeft).toBeCloseTo((140 - seen.done) / seen.mapsPerSecond!, 6);
  await until(() => readRun(atlas, run), settled);
  expect(await read()).toMatchObject({ done: 140, secondsLeft: null });
});

test("jobs carry nothing that could be out of date", async () => {
  await begin("bn_conv", 1);
  const [job] = await atlas.queue.boss.fetch<Jobs["shard"]>("shard");
  expect(job!.data).toEqual({ projectId: atlas.projectId, shardId: job!.id });
});
