import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { expect, test } from "vitest";
import { findBinaries } from "../../apps/launcher/postgres/binaries.ts";
import { explainFailure } from "../../apps/launcher/postgres/failure.ts";
import { requireReach } from "../../apps/launcher/postgres/user.ts";
import { startPostgres } from "../../apps/launcher/postgres.ts";
import { makeDataFolder } from "./temporary-folder.ts";

const fast = { durable: false };
const pidOf = async (folder: string) =>
  Number((await readFile(join(folder, "postgres/cluster/postmaster.pid"), "utf8")).split("\n")[0]);

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

test("what was written is there after a stop and a second start", async () => {
  await using folder = await makeDataFolder();
  const first = await startPostgres(folder.path, fast);
  await ask(first.url, "create table kept as select 7 as n");
  await first.stop();
  await expect(ask(first.url, "select 1")).rejects.toThrow();
  const second = await startPostgres(folder.path, fast);
  expect(await ask(second.url, "select n from kept")).toEqual([{ n: 7 }]);
  await second.stop();
});

test("only this machine is served, and only with the password, which others cannot read", async () => {
  await using folder = await makeDataFolder();
  const server = await startPostgres(folder.path, fast);
  expect(await ask(server.url, "show listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
  const { password } = new URL(server.url);
  expect(password.length).toBeGreaterThanOrEqual(32);
  await expect(ask(server.url.replace(password, "wrong"), "select 1")).rejects.toThrow(/password/);
  expect((await stat(join(folder.path, "postgres/password"))).mode & 0o077).toBe(0);
  await server.stop();
});

test("a server killed with -9 starts again on the same port with what was committed", async () => {
  await using folder = await makeDataFolder();
  const first = await startPostgres(folder.path);
  await ask(first.url, "create table kept as select 7 as n");
  process.kill(await pidOf(folder.path), "SIGKILL");
  const second = await startPostgres(folder.path, { port: first.port });
  expect(second.url).toBe(first.url);
  expect(await ask(second.url, "select n from kept")).toEqual([{ n: 7 }]);
  await second.stop();
});

test("a server whose Heatlas was killed is taken over, not started twice", async () => {
  await using folder = await makeDataFolder();
  const path = fileURLToPath(new URL("../../apps/launcher/postgres.ts", import.meta.url));
  const program = `import { startPostgres } from ${JSON.stringify(path)};
    console.log((await startPostgres(${JSON.stringify(folder.path)}, { durable: false })).url);
    process.kill(process.pid, "SIGKILL");`;
  const owner = spawn(process.execPath, ["--input-type=module-typescript", "--eval", program]);
  let printed = "";
  owner.stdout.on("data", (chunk) => {
    printed += chunk;
  });
  await once(owner, "close");
  const pid = await pidOf(folder.path);
  const server = await startPostgres(folder.path, fast);
  expect(server.url).toBe(printed.trim());
  expect(await pidOf(folder.path)).toBe(pid);
  await server.stop();
});

test("a pid file that names a process which is not PostgreSQL does not prevent the start", async () => {
  await using folder = await makeDataFolder();
  await (await startPostgres(folder.path, fast)).stop();
  await writeFile(join(folder.path, "postgres/cluster/postmaster.pid"), `${process.pid}\n\n\n5432\n`);
  const server = await startPostgres(folder.path, fast);
  expect(await ask(server.url, "select 1 as n")).toEqual([{ n: 1 }]);
  await server.stop();
});

test("two that start at once on a new folder share one server", async () => {
  await using folder = await makeDataFolder();
  const [one, other] = await Promise.all([startPostgres(folder.path, fast), startPostgres(folder.path, fast)]);
  expect(one.url).toBe(other.url);
  await one.stop();
});

test("a platform without PostgreSQL is told of DATABASE_URL", async () => {
  await expect(findBinaries("win32-x64")).rejects.toThrow(/win32-x64.*DATABASE_URL/);
});

test("a folder that the server's user may not enter is named", async () => {
  await using folder = await makeDataFolder();
  const stranger = { name: "stranger", uid: 4_000_000, gid: 4_000_000 };
  await expect(requireReach(stranger, join(folder.path, "inside"))).rejects.toThrow(
    `the user "stranger" that runs it may not enter ${folder.path}:`,
  );
  await requireReach(stranger, folder.path);
});

test.each([
  ["initdb: error: could not write to file: No space left on device", /disk that holds \/data is full/],
  ["FATAL:  database files are incompatible with server", /another major version/],
  ["initdb: error while loading shared libraries: libicu", /DATABASE_URL/],
  ["could not access directory: Permission denied", /may not write in \/data/],
  ["waiting…\nFATAL:  something unheard of", /could not start PostgreSQL in \/data: FATAL: {2}something unheard of$/],
])("the failure %j has its sentence", (output, sentence) => {
  expect(explainFailure("start PostgreSQL", output, "/data").message).toMatch(sentence);
});
