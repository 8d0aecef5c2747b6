import { randomBytes } from "node:crypto";
import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { BlobKind } from "../../apps/api/blobs.ts";
import { collect } from "../../apps/api/collect.ts";
import { createRun } from "../../apps/api/run/create.ts";
import { startRun } from "../../apps/api/run/service.ts";
import { type Atlas, addImages, addModel, openAtlas } from "./atlas.ts";
import { finishAll } from "./hands.ts";

let atlas: Atlas;
beforeAll(async () => {
  atlas = await openAtlas();
});
beforeEach(() => atlas.empty());
afterAll(() => atlas.close());

const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000);

const age = async (kind: BlobKind, sha256: Uint8Array) => {
  const path = atlas.blobs.path(kind, sha256);
  await utimes(kind === "models" ? dirname(path) : path, daysAgo(2), daysAgo(2));
};

const run = () => collect(atlas.sql, atlas.dataFolder);

test("blobs that a row names stay, however old they are", async () => {
  const { sql, queue, projectId } = atlas;
  const modelIds = [await addModel(atlas, "bn_densenet")];
  const id = await createRun(sql, projectId, {
    modelIds,
    imageIds: await addImages(atlas, 2),
    methods: [{ slug: "vanilla" }],
  });
  await startRun(sql, queue, projectId, id);
  await finishAll(atlas, { size: 4_608 });
  const packs = await sql<{ pack: Buffer }[]>`select distinct pack from heatmap`;
  expect(packs.length).toBe(1);
  for (const { pack } of packs) await age("packs", pack);
  for (const { sha256 } of await sql<{ sha256: Buffer }[]>`select sha256 from image`) await age("images", sha256);
  for (const { sha256 } of await sql<{ sha256: Buffer }[]>`select sha256 from model`) await age("models", sha256);
  expect(await run()).toEqual({ uploads: 0, blobs: 0, temporary: 0 });
  expect(await atlas.blobs.has("packs", packs[0]!.pack)).toBe(true);
});

test("orphans older than a day go, younger ones stay", async () => {
  const { blobs } = atlas;
  for (const kind of ["packs", "images", "models"] as const) {
    const [old, young] = [await blobs.put(kind, randomBytes(10)), await blobs.put(kind, randomBytes(10))];
    await age(kind, old);
    expect(await run()).toEqual({ uploads: 0, blobs: 1, temporary: 0 });
    expect([await blobs.has(kind, old), await blobs.has(kind, young)]).toEqual([false, true]);
  }
});

test("a model whose files waited for more than a day is young when it becomes a blob, though it is not named yet", async () => {
  const { blobs } = atlas;
  const folder = join(blobs.waiting("some"), "model");
  const sha256 = randomBytes(32);
  for (const time of ["first", "again"]) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "model.onnx"), time);
    await utimes(folder, daysAgo(2), daysAgo(2));
    await blobs.keepModel(folder, sha256);
    expect((await run())?.blobs).toBe(0);
    expect(await blobs.has("models", sha256)).toBe(true);
    await age("models", sha256);
  }
});

test("an upload that became no model within a day goes with its bytes; a fresh one stays", async () => {
  const { sql, projectId, blobs } = atlas;
  const [old, young] = [await blobs.put("models", randomBytes(10)), await blobs.put("models", randomBytes(10))];
  await age("models", old);
  await age("models", young);
  await sql`
    insert into upload (project_id, kind, sha256, bytes, file_name, created_at)
    values (${projectId}, 'model', ${old}, 10, 'old.onnx', ${daysAgo(2)}), (${projectId}, 'model', ${young}, 10, 'young.onnx', now())`;
  expect(await run()).toEqual({ uploads: 1, blobs: 1, temporary: 0 });
  expect([await blobs.has("models", old), await blobs.has("models", young)]).toEqual([false, true]);
});

test("only files of uploads that broke off go from the scratch folder, and only old ones", async () => {
  const scratch = join(atlas.dataFolder, "scratch");
  await atlas.blobs.put("packs", randomBytes(10));
  for (const name of ["received-old", "received-young", "other"]) await writeFile(join(scratch, name), "x");
  for (const name of ["received-old", "other"]) await utimes(join(scratch, name), daysAgo(2), daysAgo(2));
  expect(await run()).toMatchObject({ temporary: 1 });
  expect((await readdir(scratch)).sort()).toEqual(["other", "received-young"]);
});

test("two workers do not collect at once", async () => {
  await atlas.sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended('heatlas collect', 0))`;
    expect(await run()).toBeNull();
  });
});
