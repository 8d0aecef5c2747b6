import { readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { codeOf, messageOf, StartError } from "./errors.ts";
import { findFreePort } from "./port.ts";
import { type Binaries, findBinaries } from "./postgres/binaries.ts";
import { type Cluster, openCluster, postgresFolder, superuser } from "./postgres/cluster.ts";
import { explainFailure } from "./postgres/failure.ts";
import { runProgram } from "./postgres/programs.ts";
import { chooseUser, isPostgres, requireReach } from "./postgres/user.ts";

export interface Postgres {
  /** `postgresql://…` of the database `heatlas`, as its superuser. */
  readonly url: string;
  readonly port: number;
  /** Whether it ran already: a Heatlas was killed, and what it started may still be ending. */
  readonly survived: boolean;
  /** Ends the server: sessions are cut, everything committed is kept. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Listen here rather than on any free port: for a restart under processes that know the address. */
  readonly port?: number | undefined;
  /** `false` trades safety against power loss for speed: for tests only. */
  readonly durable?: boolean;
}

const database = "heatlas";

/**
 * Starts the embedded PostgreSQL of a data folder, or takes over the one that still runs there after its Heatlas was
 * killed. It listens on 127.0.0.1 only and asks for a password. Throws StartError with a sentence for the person.
 */
export async function startPostgres(dataFolder: string, options: PostgresOptions = {}): Promise<Postgres> {
  const folder = resolve(dataFolder);
  const binaries = await findBinaries();
  const user = await chooseUser(join(postgresFolder(folder), "cluster"));
  await requireReach(user, binaries.postgres);
  const cluster = await openCluster(binaries, folder, user, options.durable ?? true);
  const { port, survived } = await ensureRunning(binaries, cluster, options);
  await ensureDatabase(cluster, port);
  return { url: urlOf(cluster, port, database), port, survived, stop: () => stopServer(binaries, cluster) };
}

const urlOf = (cluster: Cluster, port: number, name: string): string =>
  `postgresql://${superuser}:${cluster.password}@127.0.0.1:${port}/${name}`;

/** Two starts may meet, and a killed server's last sessions take a moment to end: so a few tries. */
async function ensureRunning(
  binaries: Binaries,
  cluster: Cluster,
  options: PostgresOptions,
): Promise<Pick<Postgres, "port" | "survived">> {
  for (let attempt = 1; ; attempt++) {
    const survivor = await findSurvivor(cluster);
    if (survivor && (await accepts(cluster, survivor))) return { port: survivor, survived: true };
    const port = options.port ?? (await findFreePort());
    const output = await tryStart(binaries, cluster, port, options.durable ?? true);
    if (output === null) return { port, survived: false };
    const passing = /lock file "postmaster\.pid"|shared memory block .* in use|could not bind|Address already in use/;
    if (attempt === 10 || !passing.test(output)) throw explainFailure("start PostgreSQL", output, cluster.dataFolder);
    await sleep(500);
  }
}

/** The port of a server that already runs on this cluster. A pid file that names no server is removed. */
async function findSurvivor(cluster: Cluster): Promise<number | null> {
  const file = join(cluster.folder, "postmaster.pid");
  const lines = (await readFile(file, "utf8").catch(() => "")).split("\n");
  if (lines[0] === "") return null;
  if (await isPostgres(Number(lines[0]))) return Number(lines[3]) || null;
  await rm(file, { force: true });
  return null;
}

/** Returns null once the server accepts connections, else what was printed. */
async function tryStart(binaries: Binaries, cluster: Cluster, port: number, durable: boolean): Promise<string | null> {
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "timezone=UTC",
    "log_timezone=UTC",
    "lc_messages=C",
    "log_checkpoints=off",
    ...(durable ? [] : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]),
  ];
  // The log tells why a start failed; only this start's lines matter, and it must not grow for ever.
  await rm(cluster.log, { force: true });
  const { code, output } = await runProgram(
    binaries.pg_ctl,
    [
      "start",
      `--pgdata=${cluster.folder}`,
      `--log=${cluster.log}`,
      "--wait",
      "--timeout=120",
      `--options=-p ${port} ${settings.map((setting) => `-c ${setting}`).join(" ")}`,
    ],
    cluster.user,
  );
  if (code === 0) return null;
  return `${output}\n${await readFile(cluster.log, "utf8").catch(() => "")}`;
}

/** Whether the server on `port` is ours and takes sessions; one that is starting is waited for, up to 30 s. */
async function accepts(cluster: Cluster, port: number): Promise<boolean> {
  const until = Date.now() + 30_000;
  while (Date.now() < until) {
    try {
      await query(urlOf(cluster, port, "postgres"), "select 1");
      return true;
    } catch (error) {
      // 57P03: starting up or shutting down.
      if (codeOf(error) !== "57P03") return false;
      await sleep(100);
    }
  }
  return false;
}

async function ensureDatabase(cluster: Cluster, port: number): Promise<void> {
  try {
    await query(urlOf(cluster, port, database), "select 1");
  } catch (error) {
    if (codeOf(error) !== "3D000") throw new StartError(`PostgreSQL refuses a session: ${messageOf(error)}`);
    await query(urlOf(cluster, port, "postgres"), `create database ${database}`).catch((failed) => {
      // Another start made it a moment before us.
      if (!["42P04", "23505"].includes(codeOf(failed) ?? ""))
        throw explainFailure("make its database", messageOf(failed), cluster.dataFolder);
    });
  }
}

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(text);
  } finally {
    await client.end().catch(() => {});
  }
}

async function stopServer(binaries: Binaries, cluster: Cluster): Promise<void> {
  for (const mode of ["fast", "immediate"]) {
    if ((await findSurvivor(cluster)) === null) return;
    const args = ["stop", `--pgdata=${cluster.folder}`, `--mode=${mode}`, "--wait", "--timeout=10"];
    await runProgram(binaries.pg_ctl, args, cluster.user);
  }
}
