import { isAbsolute } from "node:path";
import { expect, test } from "vitest";
import { EnvironmentError, readEnvironment } from "../../apps/api/env.ts";

const database = { DATABASE_URL: "postgresql://me:secret@localhost:5432/atlas" };

test("only the database has to be named; everything else has a default", () => {
  const env = readEnvironment(database);
  expect(env).toMatchObject({ databaseUrl: database.DATABASE_URL, host: "127.0.0.1", port: 3000, webUrl: null });
  expect(isAbsolute(env.dataFolder)).toBe(true);
  expect(env.processes).toBeGreaterThanOrEqual(1);
  expect(env.provider).toBe("auto");
});

test("what is wrong is told in a sentence each, all at once, and without the password", () => {
  const read = () =>
    readEnvironment({
      DATABASE_URL: "mysql://me:secret@localhost/atlas",
      HEATLAS_PORT: "http",
      HEATLAS_PROCESSES: "0",
      HEATLAS_PROCESS_MEMORY: "lots",
      HEATLAS_PROVIDER: "tpu",
      WEB_URL: "localhost",
    });
  expect(read).toThrow(EnvironmentError);
  expect(read).toThrow(
    [
      'HEATLAS_PROCESS_MEMORY is "lots": give the GiB of memory for each process, from 0.5 to 1024.',
      "DATABASE_URL is not of the form postgresql://user:password@host:5432/database.",
      'HEATLAS_PORT is "http": give a whole number from 1 to 65535.',
      'WEB_URL is "localhost": give an address such as http://127.0.0.1:3001.',
      'HEATLAS_PROCESSES is "0": give a whole number from 1 to 256.',
      'HEATLAS_PROVIDER is "tpu": give auto, cpu, cuda, webgpu.',
    ].join("\n"),
  );
});

test("without a database the sentence names both ways to one", () => {
  expect(() => readEnvironment({})).toThrow(
    "DATABASE_URL is not set: give the address of a PostgreSQL 18 database, or use npm start, which brings one.",
  );
});

test("empty variables count as unset, as compose files write them", () => {
  expect(readEnvironment({ ...database, HEATLAS_PORT: "", WEB_URL: "", HEATLAS_PROCESSES: "" }).port).toBe(3000);
});
