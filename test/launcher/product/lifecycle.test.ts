import { execFile } from "node:child_process";
import { once } from "node:events";
import { access, readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import { afterEach, beforeEach, expect, test } from "vitest";
import { askGraphql, type Product, startProduct } from "../../product.ts";
import { makeDataFolder } from "../temporary-folder.ts";

let data: Awaited<ReturnType<typeof makeDataFolder>>;
const started: Product[] = [];

beforeEach(async () => {
  data = await makeDataFolder();
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((product) => product.stop()));
  await data[Symbol.asyncDispose]();
});

async function start(port?: number): Promise<Product> {
  const product = await startProduct({ dataFolder: data.path, ...(port ? { port } : {}) });
  started.push(product);
  return product;
}

/** Ids of the processes below `pid`, by the program's name in their command lines. */
async function childrenOf(pid: number): Promise<Map<string, number>> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,args="]);
  const rows = stdout.split("\n").map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line));
  const below = rows.flatMap((row) => (row && Number(row[2]) === pid ? [row] : []));
  return new Map(below.map((row) => [/apps\/(\w+\/\w+)\.ts/.exec(row[3]!)?.[1] ?? row[3]!, Number(row[1])]));
}

const postgresPid = async () =>
  Number((await readFile(join(data.path, "postgres/cluster/postmaster.pid"), "utf8")).split("\n")[0]);

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function uploadPicture(address: string): Promise<void> {
  const picture = await sharp({ create: { width: 32, height: 32, channels: 3, background: "teal" } })
    .png()
    .toBuffer();
  const response = await fetch(`${address}/p/default/image?name=teal.png`, {
    method: "POST",
    body: new Uint8Array(picture),
  });
  expect(response.status).toBe(201);
}

const imageCount = (address: string) => askGraphql(address, "{ atlas { imageCount } }");

test("one address serves the dashboard and the API, and SIGTERM ends every process", async () => {
  const product = await start();
  const page = await fetch(product.address);
  expect(page.status).toBe(200);
  expect(page.headers.get("content-type")).toMatch(/^text\/html/);
  expect(await imageCount(product.address)).toEqual({ atlas: { imageCount: 0 } });
  expect(product.output().match(/http:\/\//g)).toHaveLength(1);

  const children = await childrenOf(product.process.pid!);
  expect([...children.keys()].sort()).toEqual(["api/server", "api/worker", "web/server"]);
  expect(await product.stop()).toBe(0);
  expect([...children.values()].filter(isAlive)).toEqual([]);
  await expect(access(join(data.path, "postgres/cluster/postmaster.pid"))).rejects.toThrow(/ENOENT/);
});

test("a second start on the same data says where the first runs, and leaves it alone", async () => {
  const first = await start();
  await expect(start()).rejects.toThrow(`Heatlas already runs on this data: open ${first.address},`);
  expect((await fetch(first.address)).status).toBe(200);
});

test("a busy port is told by number and nothing is left running", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as { port: number };
  await expect(start(port)).rejects.toThrow(new RegExp(`Port ${port} is in use by another program.*HEATLAS_PORT=`));
  await expect(access(join(data.path, "postgres/cluster/postmaster.pid"))).rejects.toThrow(/ENOENT/);
  other.close();
});

test("after kill -9 of its parent nothing but the database lives on, and the next start takes that over", async () => {
  const first = await start();
  await uploadPicture(first.address);
  const children = await childrenOf(first.process.pid!);
  const database = await postgresPid();
  first.process.kill("SIGKILL");
  await until(() => [...children.values()].every((pid) => !isAlive(pid)));
  const second = await start(Number(new URL(first.address).port));
  expect(await postgresPid()).toBe(database);
  expect(await imageCount(second.address)).toEqual({ atlas: { imageCount: 1 } });
});

test("a killed API, worker, dashboard or database comes back by itself", async () => {
  const product = await start();
  await uploadPicture(product.address);
  const before = await childrenOf(product.process.pid!);
  for (const pid of [...before.values(), await postgresPid()]) process.kill(pid, "SIGKILL");
  await until(async () => {
    const now = await childrenOf(product.process.pid!);
    return [...before].every(([name, pid]) => now.has(name) && now.get(name) !== pid);
  });
  await until(async () => (await fetch(`${product.address}/healthz`).catch(() => null))?.ok === true);
  await until(async () => (await fetch(product.address).catch(() => null))?.ok === true);
  expect(await imageCount(product.address)).toEqual({ atlas: { imageCount: 1 } });
});
