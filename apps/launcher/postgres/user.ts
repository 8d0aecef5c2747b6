import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { codeOf, StartError } from "../errors.ts";

/** Whom the server runs as: `null` is ourselves. */
export type ServerUser = { readonly name: string; readonly uid: number; readonly gid: number } | null;

const run = promisify(execFile);
const ownName = "heatlas";

/**
 * PostgreSQL refuses to run as root, so there it runs as an unprivileged user: the owner of an existing cluster, else
 * `heatlas` or `postgres`, else a system user that we create, else `nobody`.
 */
export async function chooseUser(clusterFolder: string): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(clusterFolder).catch(() => null);
  const users = await readUsers();
  const before = owner && users.find((user) => user.uid === owner.uid && user.uid !== 0);
  return before || pick(users, [ownName, "postgres"]) || (await createUser()) || refuse();
}

type User = NonNullable<ServerUser>;

const pick = (users: User[], names: string[]): User | undefined =>
  names.flatMap((name) => users.filter((user) => user.name === name))[0];

async function readUsers(): Promise<User[]> {
  const text = await readFile("/etc/passwd", "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => {
    const [name, , uid, gid] = line.split(":");
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

/** useradd is shadow-utils' (Debian, Fedora …); adduser -S is BusyBox's. */
async function createUser(): Promise<User | undefined> {
  const commands = [
    ["useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", ownName]],
    ["adduser", ["-S", "-D", "-H", ownName]],
  ] as const;
  for (const [command, args] of commands) {
    await run(command, args).catch(() => null);
    const made = pick(await readUsers(), [ownName]);
    if (made) return made;
  }
  return pick(await readUsers(), ["nobody"]);
}

function refuse(): never {
  throw new StartError(
    "PostgreSQL cannot run as root and no other user could be made for it: start Heatlas as an ordinary user, or set DATABASE_URL.",
  );
}

/**
 * Throws StartError when `user` cannot enter the folders above `path`, naming the first folder on the way that keeps
 * it out. Folders that do not exist yet keep nobody out.
 */
export async function requireReach(user: ServerUser, path: string): Promise<void> {
  if (!user) return;
  for (const folder of ancestors(path)) {
    const found = await stat(folder).catch(() => null);
    if (!found) return;
    const { mode, uid, gid } = found;
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if (mode & bit) continue;
    throw new StartError(
      `PostgreSQL cannot run as root, and the user "${user.name}" that runs it may not enter ${folder}: move Heatlas and its data (HEATLAS_DATA) to a folder that others may enter, such as /srv/heatlas, or start it as an ordinary user, or set DATABASE_URL.`,
    );
  }
}

/** The folders above `path`, outermost first. */
function ancestors(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [...ancestors(parent), parent];
}

/** Whether a process with this id exists and is PostgreSQL: ids are used again, so a stale pid file may name anyone. */
export async function isPostgres(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== "EPERM") return false;
  }
  const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(async () => {
    const answer = await run("ps", ["-o", "comm=", "-p", String(pid)]).catch(() => null);
    return answer?.stdout ?? "postgres";
  });
  return name.trim().split("/").pop() === "postgres";
}
