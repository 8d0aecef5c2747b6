import { readdir, readFile } from "node:fs/promises";
import { maskToPng } from "@heatlas/engine";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRun } from "../../apps/api/run/create.ts";
import { startRun } from "../../apps/api/run/service.ts";
import { type Atlas, addImages, addModel, openAtlas } from "./atlas.ts";
import { readRun, settled, startWorker, until, type WorkerProcess } from "./worker-process.ts";

const atlases: Atlas[] = [];
const workers: WorkerProcess[] = [];
let expected: Map<string, string>;

const newAtlas = async () => {
  const atlas = await openAtlas();
  atlases.push(atlas);
  return atlas;
};
const newWorker = async (atlas: Atlas) => {
  const worker = await startWorker(atlas);
  workers.push(worker);
  return worker;
};

/** The same models, pictures and methods each time: 3 × 24 × 2 maps in three shards, and 48 dendrograms. */
async function begin(atlas: Atlas): Promise<string> {
  const { sql, queue, projectId } = atlas;
  const modelIds: string[] = [];
  for (const net of ["stride_odd", "bn_densenet", "residual"]) modelIds.push(await addModel(atlas, net));
  const imageIds = await addImages(atlas, 24);
  const leftHalf = { width: 96, height: 80, object: Uint8Array.from({ length: 96 * 80 }, (_, i) => +(i % 96 < 48)) };
  await sql`update image set mask_sha256 = ${await atlas.blobs.put("images", await maskToPng(leftHalf))}`;
  const methods = [{ slug: "vanilla" }, { slug: "grad-cam" }];
  const id = await createRun(sql, projectId, { modelIds, imageIds, methods });
  await startRun(sql, queue, projectId, id);
  return id;
}

/**
 * What a run came to: each map's hash and share off the object by what it is of, each tree's height by its identity, and
 * what maps come to by method and model. Throws where one is twice.
 */
async function resultsOf({ sql }: Atlas): Promise<Map<string, string>> {
  const maps = await sql<{ key: string; value: string }[]>`
    select encode(identity, 'hex') as key, encode(values_hash, 'hex') || ' ' || off_object as value from heatmap
    union all
    select encode(identity, 'hex'), root_height::text || (
      select string_agg("left" || '+' || "right", ' ' order by position) from merge where clustering_id = clustering.id)
    from clustering
    union all
    select 'tally ' || method_position || ' ' || model_position,
      maps || ' ' || flagged || ' ' || off_object_count || ' ' || round(off_object_sum::numeric, 9)
    from run_tally`;
  const results = new Map(maps.map(({ key, value }) => [key, value]));
  expect(results.size).toBe(maps.length);
  return results;
}

const complete = {
  status: "done",
  error: null,
  plannedMaps: 144,
  doneMaps: 144,
  failedMaps: 0,
  plannedTrees: 48,
  doneTrees: 48,
};

beforeEach(async () => {
  if (expected) return;
  const atlas = await newAtlas();
  await newWorker(atlas);
  const run = await begin(atlas);
  expect(await until(() => readRun(atlas, run), settled)).toEqual(complete);
  expected = await resultsOf(atlas);
});
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.kill();
  for (const atlas of atlases.splice(0)) await atlas.close();
});

const shardsInHand = ({ sql }: Atlas) => sql<{ id: string; done: number }[]>`
  select shard.id, count(heatmap.id)::int as done from shard
  left join heatmap on heatmap.shard_id = shard.id and heatmap.status = 'done'
  where shard.status = 'running' group by shard.project_id, shard.id`;

test("a worker killed in the middle of a shard costs nothing: none missing, none twice, every map as if undisturbed", async () => {
  const atlas = await newAtlas();
  const run = await begin(atlas);
  let inTheMiddle = 0;
  for (let kill = 0; kill < 2; kill++) {
    const worker = await newWorker(atlas);
    await until(
      () => shardsInHand(atlas),
      (shards) => shards.some((shard) => shard.done > 0) && shards.length > kill,
    );
    await worker.kill();
    inTheMiddle = (await shardsInHand(atlas)).length;
  }
  expect(inTheMiddle).toBeGreaterThan(0);
  expect((await readRun(atlas, run)).doneMaps).toBeLessThan(144);
  await newWorker(atlas);
  expect(await until(() => readRun(atlas, run), settled)).toEqual(complete);
  expect(await resultsOf(atlas)).toEqual(expected);
  const attempts = await atlas.sql`select max(attempt)::int as most from shard`;
  expect(attempts[0]!.most).toBeGreaterThan(1);
});

// Children are found in /proc.
const onLinux = test.runIf(process.platform === "linux");

onLinux("a computing process killed in the middle of a shard is replaced, and its worker goes on", async () => {
  const atlas = await newAtlas();
  const worker = await newWorker(atlas);
  const run = await begin(atlas);
  for (let kill = 0; kill < 2; kill++) {
    const [child] = await until(
      () => childrenOf(worker.process.pid!),
      (children) => children.length > 0,
    );
    process.kill(child!, "SIGKILL");
    await until(
      () => childrenOf(worker.process.pid!),
      (children) => !children.includes(child!),
    );
  }
  expect(await until(() => readRun(atlas, run), settled)).toEqual(complete);
  expect(await resultsOf(atlas)).toEqual(expected);
  expect(worker.process.exitCode).toBeNull();
});

onLinux("a worker that is told to end gives its shard back at once, and leaves no process behind", async () => {
  const atlas = await newAtlas();
  const run = await begin(atlas);
  const first = await newWorker(atlas);
  await until(
    () => shardsInHand(atlas),
    (shards) => shards.some((shard) => shard.done > 0),
  );
  const children = await childrenOf(first.process.pid!);
  expect(children.length).toBeGreaterThan(0);
  await first.stop();
  await until(
    () => Promise.resolve(children.filter(isAlive)),
    (alive) => alive.length === 0,
    5,
  );
  const [held] = await atlas.sql`select count(*)::int as jobs from pgboss.job where state = 'active'`;
  expect(held).toEqual({ jobs: 0 });
  await newWorker(atlas);
  expect(await until(() => readRun(atlas, run), settled)).toEqual(complete);
  expect(await resultsOf(atlas)).toEqual(expected);
});

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function childrenOf(pid: number): Promise<number[]> {
  const children: number[] = [];
  for (const name of await readdir("/proc")) {
    const status = /^\d+$/.test(name) ? await readFile(`/proc/${name}/stat`, "utf8").catch(() => "") : "";
    const [, state, parent] = /^\d+ \(.*\) (\S) (\d+)/s.exec(status) ?? [];
    if (Number(parent) === pid && state !== "Z") children.push(Number(name));
  }
  return children;
}
