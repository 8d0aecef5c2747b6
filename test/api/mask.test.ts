import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { maskToPng, readMask } from "@heatlas/engine";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createRun } from "../../apps/api/run/create.ts";
import { startRun } from "../../apps/api/run/service.ts";
import { type Api, globalId, openApi } from "./api.ts";
import { type Atlas, addImage, addModel, openAtlas } from "./atlas.ts";
import { finishAll } from "./hands.ts";

let atlas: Atlas;
let api: Api;
let image: string;
beforeAll(async () => {
  atlas = await openAtlas();
  api = await openApi(atlas);
});
beforeEach(async () => {
  await atlas.empty();
  image = await addImage(atlas, 1);
});
afterAll(async () => {
  await api.close();
  await atlas.close();
});

const mask = { width: 96, height: 80, object: Uint8Array.from({ length: 96 * 80 }, (_, i) => +(i % 96 > 40)) };

const send = (bytes: Uint8Array, id = image) =>
  api.get(`/p/default/image/${id}/mask`, { method: "POST", body: new Uint8Array(bytes) });

const jobs = async () =>
  (await atlas.sql<{ data: unknown }[]>`select data from pgboss.job where name = 'mask'`).map(({ data }) => data);

const blobs = async () => {
  const entries = await readdir(join(atlas.dataFolder, "blobs"), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
};

const maskUrl = async () => {
  const data = await api.query<{ image: { maskUrl: string | null } }>(
    "query ($id: ID!) { image(id: $id) { maskUrl } }",
    { id: globalId("image", image) },
  );
  return data.image.maskUrl;
};

test("a mask is kept as what it says, given back, and sets measuring going", async () => {
  expect(await maskUrl()).toBeNull();
  const coloured = await sharp(await maskToPng(mask))
    .toColourspace("srgb")
    .png()
    .toBuffer();
  const answer = await send(coloured);
  expect([answer.status, await answer.json()]).toEqual([201, { image: { id: globalId("image", image) } }]);
  expect(await jobs()).toEqual([{ projectId: atlas.projectId, imageId: image }]);
  const url = await maskUrl();
  expect(url).toMatch(new RegExp(`^/p/default/image/${image}/mask\\?sha256=[0-9a-f]{64}$`));
  const got = await api.get(url!);
  expect(got.headers.get("content-type")).toBe("image/png");
  expect(got.headers.get("cache-control")).toContain("immutable");
  expect(await readMask(new Uint8Array(await got.arrayBuffer()))).toEqual(mask);
  expect((await api.get(url!.replace(/\?.*/, ""))).headers.get("cache-control")).toBe("no-cache");
});

test("the same mask again, whatever its file, changes nothing", async () => {
  await send(await maskToPng(mask));
  const again = await send(
    await sharp(await maskToPng(mask))
      .png({ palette: true })
      .toBuffer(),
  );
  expect([again.status, await again.json()]).toEqual([200, { existing: { id: globalId("image", image) } }]);
  expect(await jobs()).toHaveLength(1);
});

test("the same mask again sets measuring going where maps of its image lack their share", async () => {
  const png = await maskToPng(mask);
  await send(png);
  const job = { projectId: atlas.projectId, imageId: image };
  const run = await createRun(atlas.sql, atlas.projectId, {
    modelIds: [await addModel(atlas, "conv_relu")],
    imageIds: [image],
    methods: [{ slug: "vanilla" }],
  });
  await startRun(atlas.sql, atlas.queue, atlas.projectId, run);
  await finishAll(atlas);
  await atlas.sql`update heatmap set mask_sha256 = null, off_object = null, object_share = null`;
  await atlas.sql`delete from pgboss.job where name = 'mask'`;
  const existing = { existing: { id: globalId("image", image) } };
  expect(await (await send(png)).json()).toEqual(existing);
  expect(await jobs()).toEqual([job]);
  await atlas.sql`update heatmap set mask_sha256 = (select mask_sha256 from image where image.id = image_id)`;
  expect(await (await send(png)).json()).toEqual(existing);
  expect(await jobs()).toEqual([job]);
});

test("what is no mask of this image is refused in a sentence, and nothing of it stays", async () => {
  const before = await blobs();
  const small = await maskToPng({ width: 95, height: 80, object: new Uint8Array(95 * 80).fill(1) });
  for (const [bytes, code, message] of [
    [small, "mask-size", "The mask is 95×80 pixels and its picture, upright, 96×80: give it the picture's size."],
    [randomBytes(100), "mask-not-png", /^An object mask has to be a PNG/],
    [await maskToPng({ ...mask, object: new Uint8Array(96 * 80) }), "mask-empty", /^The mask marks no object/],
  ] as const) {
    const response = await send(bytes);
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe(code);
    if (typeof message === "string") expect(error.message).toBe(message);
    else expect(error.message).toMatch(message);
  }
  expect((await send(small, "00000000-0000-7000-8000-000000000000")).status).toBe(404);
  expect((await api.get(`/p/default/image/${image}/mask`)).status).toBe(404);
  expect([await blobs(), await jobs(), await maskUrl()]).toEqual([before, [], null]);
});
