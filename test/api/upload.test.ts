import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { tinyClassifier, tinyModel } from "../engine/tiny-model.ts";
import { type Api, goldenNet, openApi } from "./api.ts";
import { type Atlas, addLabelSet, openAtlas } from "./atlas.ts";

let atlas: Atlas;
let api: Api;
beforeAll(async () => {
  atlas = await openAtlas();
  api = await openApi(atlas, { maxModelBytes: 1_000_000 });
});
afterEach(async () => {
  await atlas.sql`truncate upload, model, label_set, image, image_set cascade`;
  for (const entry of await readdir(atlas.dataFolder)) await rm(join(atlas.dataFolder, entry), { recursive: true });
});
afterAll(async () => {
  await api.close();
  await atlas.close();
});

/** Every file below the data folder. */
async function filesKept(): Promise<string[]> {
  const entries = await readdir(atlas.dataFolder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function rowsKept(): Promise<number> {
  const [row] = await atlas.sql<{ count: number }[]>`
    select ((select count(*) from upload) + (select count(*) from model) + (select count(*) from image)
      + (select count(*) from image_set))::int as count`;
  return row!.count;
}

interface Refusal {
  error: { code: string; message: string };
}

async function refusal(response: Response): Promise<Refusal["error"] & { status: number }> {
  const { error } = (await response.json()) as Refusal;
  return { ...error, status: response.status };
}

/** One sentence for a person: no stack, no path of this machine, no SQL. */
function expectOneSentence(message: string) {
  expect(message).toMatch(/^[^\n]{10,400}\.$/);
  expect(message).not.toContain(atlas.dataFolder);
  expect(message).not.toMatch(/\bat .*:\d+:\d+|prisma|select /i);
}

async function expectRefused(response: Response, code: string, status = 400) {
  const answer = await refusal(response);
  expect(answer).toMatchObject({ code, status });
  expectOneSentence(answer.message);
  expect(await filesKept()).toEqual([]);
  expect(await rowsKept()).toBe(0);
  return answer;
}

const png = (width: number, height: number, seed = 0) =>
  sharp({ create: { width, height, channels: 3, background: { r: seed, g: 90, b: 160 } } })
    .png()
    .toBuffer();

test("a model's file is kept under its hash, with what its graph tells", async () => {
  const bytes = await goldenNet("conv_relu");
  const response = await api.upload("model", bytes, { name: "conv_relu.onnx" });
  expect(response.status).toBe(201);
  const { upload } = (await response.json()) as { upload: { id: string; sha256: string; admission: object } };
  expect(upload).toMatchObject({ bytes: bytes.length, fileName: "conv_relu.onnx", admission: { classCount: 6 } });
  expect(upload.id).toMatch(/^upload:default:/);
  expect(await filesKept()).toEqual([join(atlas.dataFolder, "blobs", "models", upload.sha256, "model.onnx")]);
  expect(await readFile((await filesKept())[0]!)).toEqual(bytes);
});

test("the same model's file again is answered with what waits for its facts", async () => {
  const bytes = await goldenNet("conv_relu");
  const first = await (await api.upload("model", bytes, { name: "a.onnx" })).json();
  const second = await (await api.upload("model", bytes, { name: "b.onnx" })).json();
  expect(second).toEqual(first);
  expect(await rowsKept()).toBe(1);
});

test("two equal uploads at the same time become one row", async () => {
  const bytes = await goldenNet("conv_relu");
  const picture = await png(40, 30);
  const models = await Promise.all([1, 2, 3].map(() => api.upload("model", bytes, { name: "a.onnx" })));
  const images = await Promise.all([1, 2, 3].map(() => api.upload("image", picture, { name: "a.png" })));
  expect(models.map(({ ok }) => ok)).toEqual([true, true, true]);
  expect(images.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
  const ids = await Promise.all(
    models.map(async (each) => ((await each.json()) as { upload: { id: string } }).upload.id),
  );
  expect(new Set(ids).size).toBe(1);
  expect(await rowsKept()).toBe(2);
  expect(await filesKept()).toHaveLength(2);
});

test("a truncated model is refused, and nothing of it stays", async () => {
  const bytes = await goldenNet("conv_relu");
  await expectRefused(
    await api.upload("model", bytes.subarray(0, bytes.length / 2), { name: "half.onnx" }),
    "not-onnx",
  );
});

test("a text file named .onnx is refused", async () => {
  await expectRefused(await api.upload("model", Buffer.from("hello, I am a model\n"), { name: "a.onnx" }), "not-onnx");
});

test("an empty model's file is refused", async () => {
  await expectRefused(await api.upload("model", Buffer.alloc(0), { name: "a.onnx" }), "not-onnx");
});

test("a model with an op that cannot be explained is refused, named with its node", async () => {
  const bytes = tinyClassifier([
    { op: "Magic", domain: "com.example", inputs: ["image"], outputs: ["features"], name: "odd one" },
  ]);
  const { message } = await expectRefused(await api.upload("model", bytes, { name: "a.onnx" }), "unsupported-op");
  expect(message).toContain("odd one");
  expect(message).toContain("com.example.Magic");
});

test("a model whose input is no image is refused", async () => {
  const bytes = tinyModel({
    inputs: { tokens: ["N", 10] },
    outputs: { scores: ["N", 10] },
    nodes: [{ op: "Relu", inputs: ["tokens"], outputs: ["scores"] }],
  });
  await expectRefused(await api.upload("model", bytes, { name: "a.onnx" }), "not-an-image-input");
});

test("a model's file beyond the limit is refused as soon as it is, and the sender hears why", async () => {
  const endless = new ReadableStream({
    pull(controller) {
      sent += 2 ** 16;
      if (sent > 2 ** 23) controller.close();
      else controller.enqueue(new Uint8Array(2 ** 16));
    },
  });
  let sent = 0;
  const { message } = await expectRefused(await api.upload("model", endless, { name: "a.onnx" }), "too-large", 413);
  expect(message).toBe("The file is larger than 1 MiB.");
});

test("where the disk is full, one sentence says so", async () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  const crowded = await openApi(atlas, { blobs: { ...atlas.blobs, receive: () => Promise.reject(full) } });
  const response = await crowded.upload("image", await png(20, 20), { name: "a.png" });
  await expectRefused(response, "disk-full", 507);
  await crowded.close();
});

test("an upload that its sender breaks off leaves nothing", async () => {
  const abort = new AbortController();
  let started = () => {};
  const underWay = new Promise<void>((resolve) => {
    started = resolve;
  });
  const body = new ReadableStream({
    async pull(controller) {
      controller.enqueue(new Uint8Array(1000));
      if ((await filesKept()).length > 0) started();
      await new Promise((resolve) => setTimeout(resolve, 10));
    },
  });
  const request = fetch(`${api.url}/p/default/model?name=a.onnx`, {
    method: "POST",
    body,
    duplex: "half",
    signal: abort.signal,
  } as RequestInit);
  await underWay;
  expect(await filesKept()).toHaveLength(1);
  abort.abort();
  await expect(request).rejects.toThrow();
  await expect.poll(filesKept).toEqual([]);
  expect(await rowsKept()).toBe(0);
});

test("a file without a name, or in no project, is refused", async () => {
  await expectRefused(await api.upload("model", Buffer.from("x"), { name: "" }), "invalid-input");
  const response = await api.get("/p/elsewhere/model?name=a.onnx", { method: "POST", body: "x" });
  await expectRefused(response, "not-found", 404);
});

test("the name of a file is never a path", async () => {
  const response = await api.upload("image", await png(20, 20), { name: "../../etc/cat.png" });
  expect(await response.json()).toMatchObject({ image: { name: "cat" } });
});

test("a picture becomes an image with its size, its set and its true class", async () => {
  const labelSet = `label-set:default:${await addLabelSet(atlas, "animals", 3)}`;
  const parameters = { name: "cat.png", imageSet: "pets", labelSet, class: "2" };
  const response = await api.upload("image", await png(40, 30), parameters);
  expect(response.status).toBe(201);
  const { image } = (await response.json()) as { image: { id: string } };
  expect(image).toMatchObject({ name: "cat", width: 40, height: 30 });
  const data = await api.query(
    "query ($id: ID!) { image(id: $id) { sets { name imageCount } truths { class { index label } } mediaType } }",
    { id: image.id },
  );
  expect(data).toEqual({
    image: {
      sets: [{ name: "pets", imageCount: 1 }],
      truths: [{ class: { index: 2, label: "animals 2" } }],
      mediaType: "image/png",
    },
  });
});

test("a picture that is here already is answered as it is, and what is said of it is added", async () => {
  const bytes = await png(40, 30);
  const labelSet = `label-set:default:${await addLabelSet(atlas, "animals", 3)}`;
  const first = (await (await api.upload("image", bytes, { name: "a.png", imageSet: "pets" })).json()) as {
    image: { id: string };
  };
  const again = await api.upload("image", bytes, { name: "b.png", imageSet: "wild", labelSet, class: "0" });
  expect(again.status).toBe(200);
  expect(await again.json()).toEqual({ existing: first.image });
  const data = await api.query("query ($id: ID!) { image(id: $id) { sets { name } truths { class { index } } } }", {
    id: first.image.id,
  });
  expect(data).toEqual({ image: { sets: [{ name: "pets" }, { name: "wild" }], truths: [{ class: { index: 0 } }] } });
});

test("files that are no pictures are refused, empty ones too", async () => {
  const text = Buffer.from("a photograph, honestly");
  expect(
    (await expectRefused(await api.upload("image", text, { name: "a.jpg" }), "not-a-picture")).message,
  ).toBeTruthy();
  await expectRefused(await api.upload("image", Buffer.alloc(0), { name: "a.jpg" }), "not-a-picture");
});

test("a picture that is torn off in the middle is refused", async () => {
  const noise = Uint8Array.from({ length: 200 * 200 * 3 }, (_, i) => (i * 7919) % 251);
  const bytes = await sharp(noise, { raw: { width: 200, height: 200, channels: 3 } })
    .jpeg()
    .toBuffer();
  await expectRefused(
    await api.upload("image", bytes.subarray(0, bytes.length / 2), { name: "a.jpg" }),
    "picture-damaged",
  );
});

test("a small file that would be a huge picture is refused", async () => {
  const bomb = await sharp({ create: { width: 8_000, height: 7_000, channels: 3, background: "black" } })
    .png()
    .toBuffer();
  expect(bomb.length).toBeLessThan(2 ** 20);
  await expectRefused(await api.upload("image", bomb, { name: "a.png" }), "picture-too-large");
});

test("an image's true class has to exist, and nothing is kept where it does not", async () => {
  const labelSet = `label-set:default:${await addLabelSet(atlas, "animals", 3)}`;
  const bytes = await png(40, 30);
  for (const [parameters, code, status] of [
    [{ labelSet, class: "3" }, "invalid-input", 400],
    [{ labelSet, class: "-1" }, "invalid-input", 400],
    [{ labelSet, class: "two" }, "invalid-input", 400],
    [{ labelSet }, "invalid-input", 400],
    [{ labelSet: "animals", class: "1" }, "invalid-input", 400],
    [{ labelSet: "label-set:default:00000000-0000-7000-8000-000000000000", class: "1" }, "not-found", 404],
  ] as const) {
    await expectRefused(await api.upload("image", bytes, { name: "a.png", ...parameters }), code, status);
  }
});

test("a page of another site cannot upload anything", async () => {
  const url = "/p/default/image?name=a.png";
  const body = new Uint8Array(await png(20, 20));
  const foreign = { method: "POST", body, headers: { origin: "https://elsewhere.example" } };
  await expectRefused(await api.get(url, foreign), "other-site", 403);
  await expectRefused(await api.get(url, { ...foreign, headers: { origin: "null" } }), "other-site", 403);
  expect((await api.get(url, { ...foreign, headers: { origin: api.url } })).status).toBe(201);
});
