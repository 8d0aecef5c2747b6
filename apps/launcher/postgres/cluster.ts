import { randomBytes } from "node:crypto";
import { chmod, chown, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { codeOf, messageOf, StartError } from "../errors.ts";
import { makeFolder } from "../make-folder.ts";
import type { Binaries } from "./binaries.ts";
import { explainFailure } from "./failure.ts";
import { runProgram } from "./programs.ts";
import { requireReach, type ServerUser } from "./user.ts";

/** The database's own folder: `<data>/postgres` holds the cluster, the superuser's password and the server's log. */
export interface Cluster {
  readonly dataFolder: string;
  readonly folder: string;
  readonly password: string;
  readonly log: string;
  readonly user: ServerUser;
}

export const superuser = "heatlas";
export const postgresFolder = (dataFolder: string): string => join(dataFolder, "postgres");

/**
 * Opens the cluster of a data folder, making it the first time. It is made beside its place and renamed into it, so
 * that a kill or a full disk never leaves half of one; of two that make it at once, the first to rename wins.
 */
export async function openCluster(
  binaries: Binaries,
  dataFolder: string,
  user: ServerUser,
  sync: boolean,
): Promise<Cluster> {
  const root = postgresFolder(dataFolder);
  try {
    await requireReach(user, dataFolder);
    // The server's user must pass through the data folder, and need not see what is in it.
    await makeFolder(dataFolder, user ? 0o711 : 0o700);
    if (user) await chmod(dataFolder, (await stat(dataFolder)).mode | 0o011);
    if (!(await exists(root))) await makeCluster(binaries, dataFolder, user, sync);
    const password = await readFile(join(root, "password"), "utf8");
    return { dataFolder, folder: join(root, "cluster"), password, log: join(root, "log"), user };
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw explainFailure("open its files", messageOf(error), dataFolder);
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function makeCluster(binaries: Binaries, dataFolder: string, user: ServerUser, sync: boolean): Promise<void> {
  await removeAbandoned(dataFolder);
  const made = await mkdtemp(`${postgresFolder(dataFolder)}.new-${process.pid}-`);
  const password = join(made, "password");
  try {
    await writeFile(password, randomBytes(24).toString("base64url"), { mode: 0o600 });
    for (const path of user ? [made, password] : []) await chown(path, user!.uid, user!.gid);
    const { code, output } = await runProgram(binaries.initdb, initdbArguments(made, password, sync), user);
    if (code !== 0) throw explainFailure("make its database", output, dataFolder);
    await rename(made, postgresFolder(dataFolder));
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    if (!["ENOTEMPTY", "EEXIST"].includes(codeOf(error) ?? "")) throw error;
  }
}

/** Text sorts by code point everywhere (the builtin C.UTF-8), whatever the machine's own locale is. */
const initdbArguments = (made: string, password: string, sync: boolean): string[] => [
  `--pgdata=${join(made, "cluster")}`,
  `--pwfile=${password}`,
  `--username=${superuser}`,
  "--auth=scram-sha-256",
  "--encoding=UTF8",
  "--no-locale",
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8",
  ...(sync ? [] : ["--no-sync"]),
];

/** Removes what a start that was killed while it made the cluster left behind. */
async function removeAbandoned(dataFolder: string): Promise<void> {
  for (const name of await readdir(dataFolder)) {
    const pid = /^postgres\.new-(\d+)-/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) await rm(join(dataFolder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}
