import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findFreePort } from "../../apps/launcher/port.ts";
import { goldenNet } from "./api.ts";
import { type Atlas, openAtlas } from "./atlas.ts";

let atlas: Atlas;
beforeAll(async () => {
  atlas = await openAtlas();
});
afterAll(() => atlas.close());

const program = fileURLToPath(new URL("../../apps/api/server.ts", import.meta.url));

interface Started {
  child: ChildProcess;
  port: number;
  errors(): string;
}

async function start(environment: Record<string, string> = {}): Promise<Started> {
  const port = await findFreePort();
  const child = fork(program, {
    env: {
      ...process.env,
      DATABASE_URL: atlas.url,
      HEATLAS_DATA: atlas.dataFolder,
      HEATLAS_PORT: String(port),
      ...environment,
    },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let errors = "";
  child.stderr!.on("data", (chunk) => {
    errors += chunk;
  });
  return { child, port, errors: () => errors };
}

async function startReady(): Promise<Started> {
  const started = await start();
  const [message] = await once(started.child, "message");
  expect(message).toEqual({ type: "ready" });
  return started;
}

test("the API says when it serves, and ends at its parent's word", async () => {
  const { child, port } = await startReady();
  expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).text()).toBe("ok");
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});

test("the API checks models in a process of their own, and ends that too", async () => {
  const { child, port } = await startReady();
  const upload = async (body: Uint8Array) => {
    const response = await fetch(`http://127.0.0.1:${port}/p/default/model?name=a.onnx`, {
      method: "POST",
      body: new Uint8Array(body),
    });
    return { status: response.status, body: await response.json() };
  };
  expect(await upload(await goldenNet("conv_relu"))).toMatchObject({
    status: 201,
    body: { upload: { admission: { classCount: 6 } } },
  });
  expect(await upload(Buffer.from("no model"))).toMatchObject({ status: 400, body: { error: { code: "not-onnx" } } });
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
  const scratch = await readdir(join(atlas.dataFolder, "scratch"));
  expect(scratch.filter((name) => name.startsWith("received-"))).toEqual([]);
});

test("the API ends when its parent is gone", async () => {
  const { child } = await startReady();
  child.disconnect();
  expect(await once(child, "exit")).toEqual([0, null]);
});

test.each<[string, Record<string, string>, RegExp]>([
  ["is away", { DATABASE_URL: "postgresql://postgres@127.0.0.1:9/heatlas" }, /ECONNREFUSED.*correct DATABASE_URL/],
  ["is not there", { DATABASE_URL: "" }, /^DATABASE_URL is not set/],
])("where the database %s, one sentence says so", async (_, environment, sentence) => {
  const { child, errors } = await start(environment);
  expect(await once(child, "exit")).toEqual([1, null]);
  expect(errors()).toMatch(sentence);
  expect(errors().trim()).toMatch(/^[^\n]+\.$/);
});

test("where the database has no tables, one sentence says so", async () => {
  const empty = new URL(atlas.url);
  empty.pathname = "/postgres";
  const { child, errors } = await start({ DATABASE_URL: empty.href });
  expect(await once(child, "exit")).toEqual([1, null]);
  expect(errors().trim()).toMatch(/^The database has no tables yet[^\n]+\.$/);
});

test("where the port is taken, one sentence says so", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as { port: number };
  const { child, errors } = await start({ HEATLAS_PORT: String(port) });
  expect(await once(child, "exit")).toEqual([1, null]);
  expect(errors().trim()).toBe(`Port ${port} is in use by another program: choose another one with HEATLAS_PORT.`);
  other.close();
});
