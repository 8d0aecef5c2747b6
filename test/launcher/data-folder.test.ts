import { readdir } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { expect, test } from "vitest";
import { claimDataFolder } from "../../apps/launcher/data-folder.ts";
import { migrate } from "../../apps/launcher/migrate.ts";
import { startPostgres } from "../../apps/launcher/postgres.ts";
import { makeDataFolder } from "./temporary-folder.ts";

test("a data folder serves the database that first used it, and is refused to another", async () => {
  await using data = await makeDataFolder();
  const server = await startPostgres(data.path, { durable: false });
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query("create database other");
  const other = server.url.replace(/[^/]*$/, "other");
  await Promise.all([migrate(server.url), migrate(other)]);

  const folder = join(data.path, "files");
  await claimDataFolder(folder, server.url);
  await claimDataFolder(folder, server.url);
  await expect(claimDataFolder(folder, other)).rejects.toThrow(
    `The data folder ${folder} holds the files of another database's atlas: set HEATLAS_DATA`,
  );
  expect(await readdir(folder)).toEqual(["atlas"]);

  await admin.end();
  await server.stop();
});
