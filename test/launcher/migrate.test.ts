import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { takeLock } from "../../apps/launcher/lock.ts";
import { migrate, migrationsFolder } from "../../apps/launcher/migrate.ts";
import { type Postgres, startPostgres } from "../../apps/launcher/postgres.ts";
import { makeDataFolder } from "./temporary-folder.ts";

let data: Awaited<ReturnType<typeof makeDataFolder>>;
let server: Postgres;
let admin: pg.Client;
let url: string;
let databases = 0;

beforeAll(async () => {
  data = await makeDataFolder();
  server = await startPostgres(data.path, { durable: false });
  admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
});

afterAll(async () => {
  await admin?.end();
  await server?.stop();
  await data?.[Symbol.asyncDispose]();
});

beforeEach(async () => {
  const name = `migrate_${++databases}`;
  await admin.query(`create database ${name}`);
  url = server.url.replace(/[^/]*$/, name);
});

async function ask(text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(text).finally(() => client.end());
  return rows;
}

async function makeMigrations(migrations: Record<string, string>): Promise<string> {
  const folder = join(data.path, `migrations-${databases}`);
  for (const [name, sql] of Object.entries(migrations)) {
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, name, "migration.sql"), sql);
  }
  return folder;
}

const one = { "1_one": "create table one (n int);" };
const two = { ...one, "2_two": "create table two (n int); insert into two values (2);" };

test("the project's own migrations apply once, and a second time does nothing", async () => {
  const applied = await migrate(url);
  expect(applied).toContain("20261124000000_atlas");
  expect(await migrate(url)).toEqual([]);
  expect(await ask("select slug from project where false")).toEqual([]);
});

test("two that migrate at once apply each migration once", async () => {
  const folder = await makeMigrations(two);
  const both = await Promise.all([migrate(url, folder), migrate(url, folder)]);
  expect(both.flat()).toEqual(["1_one", "2_two"]);
  expect(await ask("select n from two")).toEqual([{ n: 2 }]);
});

test("only what is new is applied", async () => {
  await migrate(url, await makeMigrations(one));
  expect(await migrate(url, await makeMigrations(two))).toEqual(["2_two"]);
});

test("the history is Prisma's: names, sha256 checksums, finished, one step", async () => {
  await migrate(url, await makeMigrations(one));
  // What sha256sum says of the file.
  const checksum = "62abe2dd7b50e9c9169ab506b75012fb42937c1270c3da7f582c37d34833e8e0";
  const rows = await ask(
    "select migration_name, checksum, applied_steps_count, rolled_back_at, logs from _prisma_migrations",
  );
  expect(rows).toEqual([
    { migration_name: "1_one", checksum, applied_steps_count: 1, rolled_back_at: null, logs: null },
  ]);
});

test("a migration that fails leaves nothing of itself and keeps those before it", async () => {
  const broken = { ...one, "2_two": "create table two (n int); select nonsense();" };
  await expect(migrate(url, await makeMigrations(broken))).rejects.toThrow(
    /^The migration 2_two failed and was undone/,
  );
  expect(await ask("select to_regclass('one') is not null as one, to_regclass('two') is null as two")).toEqual([
    { one: true, two: true },
  ]);
  expect(await migrate(url, await makeMigrations(two))).toEqual(["2_two"]);
});

test("a migration changed after it was applied is refused by name", async () => {
  await migrate(url, await makeMigrations(one));
  const folder = await makeMigrations({ "1_one": "create table one (n bigint);" });
  await expect(migrate(url, folder)).rejects.toThrow(/^The migration 1_one was changed after/);
});

test("a database of a newer Heatlas is refused", async () => {
  const newer = await makeMigrations(two);
  await migrate(url, newer);
  const older = `${newer}-older`;
  await cp(join(newer, "1_one"), join(older, "1_one"), { recursive: true });
  await expect(migrate(url, older)).rejects.toThrow(/newer Heatlas \(it has 2_two\)/);
});

test("a migration that another tool left unfinished is refused", async () => {
  const folder = await makeMigrations(one);
  await migrate(url, folder);
  await ask("update _prisma_migrations set finished_at = null");
  await expect(migrate(url, folder)).rejects.toThrow(/1_one was begun by another tool and never finished/);
});

test("the project's folder of migrations is found from anywhere", () => {
  expect(migrationsFolder).toMatch(/prisma\/migrations\/$/);
});

test("one lock a database: a second is told where the first is, until the first lets go", async () => {
  const first = await takeLock(url, "http://127.0.0.1:3000");
  await expect(takeLock(url, "http://127.0.0.1:3001")).rejects.toThrow(
    /already runs.*open http:\/\/127\.0\.0\.1:3000,/,
  );
  const elsewhere = await takeLock(server.url, "http://127.0.0.1:3002");
  await elsewhere.release();
  await first.release();
  const second = await takeLock(url, "http://127.0.0.1:3001");
  await second.release();
});

test("a lock whose session is cut says that it is lost", async () => {
  const lock = await takeLock(url, "http://127.0.0.1:3000");
  await admin.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'heatlas http%'",
  );
  await lock.lost;
  const next = await takeLock(url, "http://127.0.0.1:3000");
  await next.release();
});

test.each([
  ["postgresql://127.0.0.1:9/atlas", /^The database at 127\.0\.0\.1:9\/atlas does not answer/],
  ["not a url", /^DATABASE_URL is not of the form/],
])("the database %j has its sentence", async (wrong, sentence) => {
  await expect(migrate(wrong)).rejects.toThrow(sentence);
});

test("a wrong password and a missing database have their sentences, which do not tell the password", async () => {
  const { password } = new URL(server.url);
  await expect(migrate(server.url.replace(password, "secret-guess"))).rejects.toThrow(
    /^The database at 127\.0\.0\.1:\d+\/heatlas refuses the user or password in DATABASE_URL: correct them\.$/,
  );
  await expect(migrate(server.url.replace(/[^/]*$/, "nowhere"))).rejects.toThrow(
    /^There is no database at .*\/nowhere:/,
  );
});
