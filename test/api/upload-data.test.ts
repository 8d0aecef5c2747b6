import { createHash } from "node:crypto";
import { readdirSync, writeFileSync } from "node:fs";
import { mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { EngineError } from "@heatlas/engine";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { collect } from "../../apps/api/collect.ts";
import { InputError } from "../../apps/api/errors.ts";
import { dataOf, splitModel } from "../engine/external-data.ts";
import { tinyClassifier } from "../engine/tiny-model.ts";
import { type Api, goldenNet, openApi } from "./api.ts";
import { type Atlas, openAtlas } from "./atlas.ts";

let atlas: Atlas;
let api: Api;
beforeAll(async () => {
  atlas = await openAtlas();
  api = await openApi(atlas, { maxDataBytes: 200_000 });
});
afterEach(async () => {
  await atlas.sql`truncate upload, waiting_model, model, label_set cascade`;
  for (const entry of await readdir(atlas.dataFolder)) await rm(join(atlas.dataFolder, entry), { recursive: true });
});
afterAll(async () => {
  await api.close();
  await atlas.close();
});

const whole = await goldenNet("residual");
const one = splitModel(whole);
let turn = 0;
const two = splitModel(whole, { file: () => (turn++ % 2 === 0 ? "even.bin" : "odd.bin") });

interface Waiting {
  id: string;
  url: string;
  fileName: string;
  files: { name: string; bytes: number; received: number; done: boolean }[];
  missing: string[];
}

interface Uploaded {
  id: string;
  sha256: string;
  bytes: number;
  fileName: string;
  admission: { classCount: number; dataFiles: { name: string; bytes: number }[] };
}

const bodyOf = async <Body>(response: Response, status: number): Promise<Body> => {
  const body = await response.json();
  expect({ status: response.status, body }).toMatchObject({ status });
  return body as Body;
};

const begin = async (onnx: Uint8Array, name = "net.onnx") =>
  (await bodyOf<{ waiting: Waiting }>(await api.upload("model", onnx, { name }), 202)).waiting;

const send = (waiting: Waiting, name: string, bytes: Uint8Array | ReadableStream, from = 0) =>
  api.get(`${waiting.url}/data?${new URLSearchParams({ name, ...(from > 0 && { from: String(from) }) })}`, {
    method: "POST",
    body: bytes as NonNullable<RequestInit["body"]>,
    duplex: "half",
  } as RequestInit);

const stateOf = async (waiting: Waiting) =>
  (await bodyOf<{ waiting: Waiting }>(await api.get(`${waiting.url}/waiting`), 200)).waiting;

async function refusal(response: Response) {
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  expect(error.message).toMatch(/^[^\n]{10,400}\.$/);
  expect(error.message).not.toContain(atlas.dataFolder);
  return { ...error, status: response.status };
}

async function filesKept(): Promise<string[]> {
  const entries = await readdir(atlas.dataFolder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return paths.map((path) => path.slice(atlas.dataFolder.length + 1)).sort();
}

const hex = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** What `sha256sum model.onnx DATA …` prints, hashed. */
const identity = (onnx: Uint8Array, data: Record<string, Uint8Array>) =>
  hex(
    Buffer.from(
      [["model.onnx", onnx] as const, ...Object.entries(data)]
        .map(([name, bytes]) => `${hex(bytes)}  ${name}\n`)
        .join(""),
    ),
  );

describe("a model whose weights lie in data files", () => {
  test("waits for the file that it names, and is an upload like any other with it", async () => {
    const waiting = await begin(one.onnx);
    const data = dataOf(one);
    expect(waiting).toMatchObject({ fileName: "net.onnx", missing: ["weights.bin"] });
    expect(waiting.files).toEqual([{ name: "weights.bin", bytes: data.length, received: 0, done: false }]);
    const { upload } = await bodyOf<{ upload: Uploaded }>(await send(waiting, "weights.bin", data), 201);
    expect(upload).toMatchObject({
      sha256: identity(one.onnx, { "weights.bin": data }),
      bytes: one.onnx.length + data.length,
      admission: { classCount: 5, dataFiles: [{ name: "weights.bin", bytes: data.length }] },
    });
    const folder = join("blobs", "models", upload.sha256);
    expect(await filesKept()).toEqual([join(folder, "model.onnx"), join(folder, "weights.bin")]);
    expect(await readFile(join(atlas.dataFolder, folder, "weights.bin"))).toEqual(data);
    // Whose connection broke before the answer asks for it.
    expect(await (await api.get(`${waiting.url}/waiting`)).json()).toEqual({ upload });
  });

  test("becomes a model that tells of its data files", async () => {
    const waiting = await begin(one.onnx);
    const data = dataOf(one);
    const { upload } = await bodyOf<{ upload: Uploaded }>(await send(waiting, "weights.bin", data), 201);
    const input = {
      uploadId: upload.id,
      name: "A net",
      family: "ResNet",
      mean: [0, 0, 0],
      std: [1, 1, 1],
      labelSet: { labels: { name: "five", labels: ["a", "b", "c", "d", "e"] } },
    };
    const result = await api.query<{ createModel: unknown }>(
      `mutation ($input: CreateModelInput!) {
        createModel(input: $input) { ... on Model { sha256 bytes dataFiles { name sha256 bytes } } ... on Error { message } }
      }`,
      { input },
    );
    expect(result.createModel).toEqual({
      sha256: upload.sha256,
      bytes: upload.bytes,
      dataFiles: [{ name: "weights.bin", sha256: hex(data), bytes: data.length }],
    });
    const again = await begin(one.onnx, "again.onnx");
    const { existing } = await bodyOf<{ existing: { name: string } }>(await send(again, "weights.bin", data), 200);
    expect(existing.name).toBe("A net");
    expect((await filesKept()).filter((path) => path.startsWith("scratch"))).toEqual([]);
  });

  test("takes several files in any order, and each again while another is missing", async () => {
    const waiting = await begin(two.onnx);
    expect(waiting.missing).toEqual(["even.bin", "odd.bin"]);
    const [even, odd] = [dataOf(two, "even.bin"), dataOf(two, "odd.bin")];
    const wrong = Buffer.from(odd).fill(7);
    const first = await bodyOf<{ waiting: Waiting }>(await send(waiting, "odd.bin", wrong), 202);
    expect(first.waiting.missing).toEqual(["even.bin"]);
    await bodyOf(await send(waiting, "odd.bin", odd), 202);
    expect(await stateOf(waiting)).toEqual(first.waiting);
    const { upload } = await bodyOf<{ upload: Uploaded }>(await send(waiting, "even.bin", even), 201);
    expect(upload.sha256).toBe(identity(two.onnx, { "even.bin": even, "odd.bin": odd }));
  });

  test("is another model with other data, and the same with the same", async () => {
    const data = dataOf(one);
    const other = Buffer.from(data).fill(1, 0, 4);
    const sent = async (bytes: Uint8Array) => {
      const waiting = await begin(one.onnx);
      return (await bodyOf<{ upload: Uploaded }>(await send(waiting, "weights.bin", bytes), 201)).upload;
    };
    const [first, second, third] = [await sent(data), await sent(other), await sent(data)];
    expect(second.sha256).not.toBe(first.sha256);
    expect(third).toEqual(first);
    expect(await filesKept()).toHaveLength(4);
  });

  test("sent twice at once becomes one upload", async () => {
    const data = dataOf(one);
    const both = await Promise.all([begin(one.onnx, "a.onnx"), begin(one.onnx, "b.onnx")]);
    const answers = await Promise.all(both.map((waiting) => send(waiting, "weights.bin", data)));
    const uploads = await Promise.all(answers.map((answer) => bodyOf<{ upload: Uploaded }>(answer, 201)));
    expect(uploads[0]).toEqual(uploads[1]);
    expect(await filesKept()).toHaveLength(2);
  });

  test("with its weights inside has the hash of its bytes, as ever", async () => {
    const { upload } = await bodyOf<{ upload: Uploaded }>(await api.upload("model", whole, { name: "net.onnx" }), 201);
    expect(upload.sha256).toBe(hex(whole));
  });
});

describe("a data file whose sender breaks off", () => {
  const data = dataOf(one);
  const half = Math.floor(data.length / 2);

  /** Sends the first half, then breaks the connection. */
  async function sendHalf(waiting: Waiting): Promise<void> {
    const abort = new AbortController();
    const body = new ReadableStream({
      async pull(controller) {
        controller.enqueue(data.subarray(0, half));
        await new Promise((resolve) => setTimeout(resolve, 200));
        abort.abort();
      },
    });
    const url = `${api.url}${waiting.url}/data?name=weights.bin`;
    const request = fetch(url, { method: "POST", body, duplex: "half", signal: abort.signal } as RequestInit);
    await expect(request).rejects.toThrow();
    await expect.poll(async () => (await stateOf(waiting)).files[0]!.received).toBeGreaterThan(0);
  }

  test("goes on where it broke off, and is the same file", async () => {
    const waiting = await begin(one.onnx);
    await sendHalf(waiting);
    const { files, missing } = await stateOf(waiting);
    expect(missing).toEqual(["weights.bin"]);
    const { received } = files[0]!;
    expect(received).toBe(half);
    const { upload } = await bodyOf<{ upload: Uploaded }>(
      await send(waiting, "weights.bin", data.subarray(received), received),
      201,
    );
    expect(upload.sha256).toBe(identity(one.onnx, { "weights.bin": data }));
    expect((await filesKept()).filter((path) => path.startsWith("scratch"))).toEqual([]);
  });

  test("goes on nowhere else, and says where", async () => {
    const waiting = await begin(one.onnx);
    await sendHalf(waiting);
    expect(await refusal(await send(waiting, "weights.bin", data.subarray(9), 9))).toMatchObject({
      status: 409,
      message: `${half} bytes of the file are here, not 9: go on from there.`,
    });
    expect((await stateOf(waiting)).files[0]!.received).toBe(half);
  });

  test("gives way to the next sender, though its own connection looks alive", async () => {
    const waiting = await begin(one.onnx);
    const stalled = new ReadableStream({ start: (controller) => controller.enqueue(data.subarray(0, half)) });
    const first = expect(send(waiting, "weights.bin", stalled)).rejects.toThrow();
    await expect.poll(async () => (await stateOf(waiting)).files[0]!.received).toBe(half);
    const second = await send(waiting, "weights.bin", data.subarray(half), half);
    const { upload } = await bodyOf<{ upload: Uploaded }>(second, 201);
    expect(upload.sha256).toBe(identity(one.onnx, { "weights.bin": data }));
    await first;
  });

  test("may begin anew", async () => {
    const waiting = await begin(one.onnx);
    await sendHalf(waiting);
    const { upload } = await bodyOf<{ upload: Uploaded }>(await send(waiting, "weights.bin", data), 201);
    expect(upload.sha256).toBe(identity(one.onnx, { "weights.bin": data }));
  });

  test("whose last answer was lost is asked for again by going on from the end", async () => {
    const waiting = await begin(one.onnx);
    const refusing = await openApi(atlas, {
      maxDataBytes: 200_000,
      admit: (path, options) =>
        options?.dataFolder ? Promise.reject(new Error("out of order")) : api.services.admit(path, options),
    });
    const log = console.error;
    console.error = () => {};
    const broken = await fetch(`${refusing.url}${waiting.url}/data?name=weights.bin`, {
      method: "POST",
      body: new Uint8Array(data),
    });
    console.error = log;
    expect(broken.status).toBe(500);
    await refusing.close();
    expect(await stateOf(waiting)).toMatchObject({ missing: [], files: [{ received: data.length, done: true }] });
    await bodyOf(await send(waiting, "weights.bin", new Uint8Array(), data.length), 201);
  });
});

describe("a model that has all its files and is being checked", () => {
  const data = dataOf(one);
  const admitting = (before: (turn: number) => Promise<unknown>) => {
    let turn = 0;
    return openApi(atlas, {
      maxDataBytes: 200_000,
      admit: async (path, options) => {
        if (options?.dataFolder) await before(turn++);
        return await api.services.admit(path, options);
      },
    });
  };
  const post = (url: string, bytes: Uint8Array) => fetch(url, { method: "POST", body: new Uint8Array(bytes) });

  test("stays what it is, whatever else comes under a file's name", async () => {
    const waiting = await begin(one.onnx);
    const other = Buffer.from(data).fill(1, 0, 4);
    let late: Response | undefined;
    const slow = await admitting(async (turn) => {
      // Before its own answer fails, the other file would lie where the first was.
      if (turn > 0) throw new InputError("not now");
      late = await post(`${slow.url}${waiting.url}/data?name=weights.bin`, other);
    });
    const first = await post(`${slow.url}${waiting.url}/data?name=weights.bin`, data);
    await slow.close();
    const { upload } = await bodyOf<{ upload: Uploaded }>(first, 201);
    expect(upload.sha256).toBe(identity(one.onnx, { "weights.bin": data }));
    const kept = join(atlas.dataFolder, "blobs", "models", upload.sha256, "weights.bin");
    expect(await readFile(kept)).toEqual(data);
    expect(await refusal(late!)).toMatchObject({ status: 409, code: "wrong-state" });
  });

  test("is checked once, and told to all who ask meanwhile", async () => {
    const waiting = await begin(two.onnx);
    const [even, odd] = [dataOf(two, "even.bin"), dataOf(two, "odd.bin")];
    await bodyOf(await send(waiting, "even.bin", even), 202);
    const begun = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    let checks = 0;
    const slow = await admitting(async () => {
      checks++;
      begun.resolve();
      await released.promise;
    });
    const url = `${slow.url}${waiting.url}/data`;
    const first = post(`${url}?name=odd.bin`, odd);
    await begun.promise;
    const others = [
      post(`${url}?name=even.bin&from=${even.length}`, new Uint8Array()),
      post(`${url}?name=odd.bin`, odd),
    ];
    setTimeout(released.resolve, 500);
    const answers = await Promise.all([first, ...others]);
    await slow.close();
    const uploads = await Promise.all(answers.map((answer) => bodyOf<{ upload: Uploaded }>(answer, 201)));
    for (const upload of uploads) expect(upload).toEqual(uploads[0]);
    expect(checks).toBe(1);
    expect(await filesKept()).toHaveLength(3);
  });
});

describe("refused in one sentence", () => {
  test.each(["worker-crashed", "memory-limit"])(
    "a check that ends with %s; what was sent stays, and asking again checks it again",
    async (code) => {
      const waiting = await begin(one.onnx);
      const data = dataOf(one);
      const ending = await openApi(atlas, {
        maxDataBytes: 200_000,
        admit: (path, options) =>
          options?.dataFolder
            ? Promise.reject(new EngineError(code, "The process that checks the model ended; try again."))
            : api.services.admit(path, options),
      });
      const url = `${ending.url}${waiting.url}/data?name=weights.bin`;
      const broken = await fetch(url, { method: "POST", body: new Uint8Array(data) });
      await ending.close();
      expect(await refusal(broken)).toMatchObject({ code, status: 400 });
      expect(await stateOf(waiting)).toMatchObject({ missing: [], files: [{ received: data.length, done: true }] });
      await bodyOf(await send(waiting, "weights.bin", new Uint8Array(), data.length), 201);
    },
  );

  test("a data file that is too short; the right one may follow", async () => {
    const waiting = await begin(one.onnx);
    const data = dataOf(one);
    const { code, message } = await refusal(await send(waiting, "weights.bin", data.subarray(1)));
    expect(code).toBe("data-too-short");
    expect(message).toContain(`"weights.bin" has ${data.length - 1} bytes, but the model reads ${data.length} of it`);
    await bodyOf(await send(waiting, "weights.bin", data), 201);
  });

  test("data files beyond the limit, all together", async () => {
    const waiting = await begin(two.onnx);
    await bodyOf(await send(waiting, "odd.bin", dataOf(two, "odd.bin")), 202);
    const endless = new Uint8Array(200_000);
    expect(await refusal(await send(waiting, "even.bin", endless))).toMatchObject({ code: "too-large", status: 413 });
    expect(await stateOf(waiting)).toMatchObject({ missing: ["even.bin"] });
  });

  test("a model that names more data than is taken, before any of it is sent", async () => {
    const far = splitModel(whole, { gap: 2 ** 33 });
    const { code, message } = await refusal(await api.upload("model", far.onnx, { name: "net.onnx" }));
    expect(code).toBe("too-large");
    expect(message).toMatch(/at least \d+(\.\d)? GiB; Heatlas takes 0.2 MiB.*HEATLAS_MAX_DATA_BYTES/);
    expect(await filesKept()).toEqual([]);
  });

  test("a data file that the model does not name, naming those that it waits for", async () => {
    const waiting = await begin(one.onnx);
    for (const name of ["other.bin", "../weights.bin", "model.onnx", "weights.bin/../../x"]) {
      const { code, message } = await refusal(await send(waiting, name, new Uint8Array(9)));
      expect(code).toBe("invalid-input");
      expect(message).toContain('waits for "weights.bin"');
    }
    expect(await filesKept()).toEqual([expect.stringMatching(/^scratch\/waiting-[^/]+\/model\/model\.onnx$/)]);
  });

  test("a data file for an upload that is not waiting", async () => {
    const waiting = { url: "/p/default/model/00000000-0000-7000-8000-000000000000" } as Waiting;
    expect(await refusal(await send(waiting, "weights.bin", new Uint8Array(9)))).toMatchObject({ status: 404 });
    expect(await refusal(await send({ url: "/p/default/model/x" } as Waiting, "w", new Uint8Array(9)))).toMatchObject({
      status: 404,
    });
  });

  test.each(["../../etc/passwd", "/etc/passwd", "sub/weights.bin", "model.onnx", "explainer-1.onnx"])(
    "data at %s, and nothing stays",
    async (external) => {
      const tensors = { W: { dims: [4, 3], data: [], external } };
      const bytes = tinyClassifier([{ op: "Relu", inputs: ["image"], outputs: ["features"] }], 3, { tensors });
      expect(await refusal(await api.upload("model", bytes, { name: "a.onnx" }))).toMatchObject({
        code: "external-data",
        status: 400,
      });
      expect(await filesKept()).toEqual([]);
    },
  );

  test("a model whose graph cannot be explained, before its data is sent", async () => {
    const tensors = { W: { dims: [4, 30], data: [], external: "weights.bin" } };
    const odd = { op: "Magic", domain: "com.example", inputs: ["image"], outputs: ["features"], name: "odd one" };
    const answer = await api.upload("model", tinyClassifier([odd], 30, { tensors }), { name: "a.onnx" });
    expect(await refusal(answer)).toMatchObject({ code: "unsupported-op" });
    expect(await filesKept()).toEqual([]);
  });

  test("a model that turns out wrong when its data is there, and nothing stays", async () => {
    const relu = { op: "Relu", inputs: ["image"], outputs: ["relu"] };
    const reshape = { op: "Reshape", inputs: ["relu", "shape"], outputs: ["features"] };
    const bytes = tinyClassifier([relu, reshape], 3, {
      tensors: { shape: { dims: [4], data: [], external: "shape.bin", type: "int64" } },
    });
    const waiting = await begin(bytes);
    const shape = new Uint8Array(BigInt64Array.from([1n, 7n, 7n, 7n]).buffer);
    expect(await refusal(await send(waiting, "shape.bin", shape))).toMatchObject({ code: "model-inconsistent" });
    expect(await filesKept()).toEqual([]);
    expect((await api.get(`${waiting.url}/waiting`)).status).toBe(404);
  });
});

test("what waits can be given up, and nothing of it stays", async () => {
  const waiting = await begin(two.onnx);
  await bodyOf(await send(waiting, "odd.bin", dataOf(two, "odd.bin")), 202);
  expect((await api.get(`${waiting.url}/waiting`, { method: "DELETE" })).status).toBe(204);
  expect(await filesKept()).toEqual([]);
  expect((await api.get(`${waiting.url}/waiting`, { method: "DELETE" })).status).toBe(404);
});

test("what is given up goes in one step, so that no half of it can be kept", async () => {
  const waiting = await begin(one.onnx);
  const id = waiting.url.split("/").at(-1)!;
  const folder = join(atlas.dataFolder, "scratch", `waiting-${id}`, "model");
  for (let i = 0; i < 3_000; i++) writeFileSync(join(folder, `${i}.bin`), "");
  const given = api.get(`${waiting.url}/waiting`, { method: "DELETE" });
  // At once, in one step of the event loop: what removes the files cannot come between.
  const count = () => {
    try {
      return readdirSync(folder).length;
    } catch {
      return 0;
    }
  };
  const seen = new Set<number>();
  for (let left = count(); left > 0; left = count()) {
    seen.add(left);
    await setImmediate();
  }
  expect((await given).status).toBe(204);
  expect([...seen]).toEqual([3_001]);
  expect(await filesKept()).toEqual([]);
});

test("what nobody sent anything for in a day goes, what somebody did stays", async () => {
  const [old, young] = [await begin(one.onnx), await begin(one.onnx)];
  const idOf = ({ url }: Waiting) => url.split("/").at(-1)!;
  const yesterday = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000);
  await atlas.sql`update waiting_model set touched_at = ${yesterday} where id = ${idOf(old)}`;
  const stray = join(atlas.dataFolder, "scratch", "waiting-00000000-0000-7000-8000-000000000000");
  await mkdir(stray);
  await writeFile(join(stray, "x"), "x");
  for (const each of [atlas.blobs.waiting(idOf(old)), atlas.blobs.waiting(idOf(young)), stray]) {
    await utimes(each, yesterday, yesterday);
  }
  expect(await collect(atlas.sql, atlas.dataFolder)).toEqual({ uploads: 1, blobs: 0, temporary: 2 });
  expect((await api.get(`${old.url}/waiting`)).status).toBe(404);
  await bodyOf(await send(young, "weights.bin", dataOf(one)), 201);
});
