import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { EngineError } from "../errors.ts";

/** @throws EngineError `no-such-file` */
export async function readBytes(path: string): Promise<Uint8Array> {
  return readFile(path).catch(() => {
    throw new EngineError("no-such-file", `There is no file "${path}" that can be read.`);
  });
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "it is protected",
  EISDIR: "it is a folder",
  ENOENT: "its folder does not exist",
  ENOSPC: "the disk is full",
  ENOTDIR: "its folder is a file",
  EROFS: "its disk is read-only",
};

/** @throws EngineError `cannot-write` where the maps would have no place to go, before anything is computed */
export async function checkOut(path: string): Promise<void> {
  const folder = await stat(dirname(path)).catch(() => undefined);
  if (folder?.isDirectory()) return;
  throw new EngineError("cannot-write", `"${path}" cannot be written (${reasons[folder ? "ENOTDIR" : "ENOENT"]}).`);
}

/**
 * A whole file or none: what stood there before stays until the new one is complete.
 *
 * @throws EngineError `cannot-write`
 */
export async function writeBytes(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${process.pid}.draft`;
  try {
    await writeFile(draft, bytes);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    const why = (error as NodeJS.ErrnoException).code ?? "unknown";
    throw new EngineError("cannot-write", `"${path}" cannot be written (${reasons[why] ?? why}).`);
  }
}
