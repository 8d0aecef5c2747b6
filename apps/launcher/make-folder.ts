import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { codeOf } from "./errors.ts";

/**
 * Makes a folder and those that it lies in. Level by level: Node's own recursive mkdir never answers where an existing
 * parent says that it does not exist, as /proc and some mounts do.
 */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  const make = () => mkdir(path, { mode });
  const unlessThere = async (error: unknown) => {
    if (!(await isFolder(path))) throw error;
  };
  await make().catch(async (error) => {
    if (codeOf(error) !== "ENOENT" || dirname(path) === path) return unlessThere(error);
    await makeFolder(dirname(path), mode);
    await make().catch(unlessThere);
  });
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
