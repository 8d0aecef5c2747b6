import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { InputError, StateError } from "./errors.ts";

/** Bytes that arrived whole, synced to the disk, and their hash. */
export interface Arrived {
  readonly path: string;
  readonly sha256: Uint8Array<ArrayBuffer>;
  readonly bytes: number;
}

/** A file that may come in parts: where it grows, and how much of it is to be there when its sender goes on. */
export interface Part {
  readonly path: string;
  readonly from: number;
}

/**
 * Writes a stream to the file `path`; whatever goes wrong leaves no file there.
 * Throws InputError beyond `limit` bytes.
 */
export async function arrive(path: string, source: AsyncIterable<Uint8Array>, limit: number): Promise<Arrived> {
  try {
    return await write({ path, from: 0 }, source, limit);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/**
 * Writes a stream to the end of a part. What came stays when the sender breaks off, and when this process ends;
 * anything else that goes wrong leaves no file. One at a time is the caller's care.
 * Throws InputError beyond `limit` bytes, StateError where the part has another length than its sender believes.
 */
export async function arriveInParts(part: Part, source: AsyncIterable<Uint8Array>, limit: number): Promise<Arrived> {
  const there = await sizeOf(part.path);
  if (part.from > 0 && part.from !== there) {
    throw new StateError(`${there} bytes of the file are here, not ${part.from}: go on from there.`, "other-length");
  }
  await mkdir(dirname(part.path), { recursive: true });
  try {
    return await write(part, source, limit);
  } catch (error) {
    if (!isBrokenOff(error)) await rm(part.path, { force: true });
    throw error;
  }
}

/** Nothing else of what goes wrong is mended by going on. */
const isBrokenOff = (error: unknown) =>
  ["ECONNRESET", "ERR_STREAM_PREMATURE_CLOSE"].includes(String((error as NodeJS.ErrnoException).code));

async function write({ path, from }: Part, source: AsyncIterable<Uint8Array>, limit: number): Promise<Arrived> {
  const hash = createHash("sha256");
  // Read again: the hash is of what lies on the disk, whoever sent it when.
  if (from > 0) for await (const chunk of createReadStream(path)) hash.update(chunk);
  let bytes = from;
  const measure = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limit) return done(new InputError(`The file is larger than ${sizeText(limit)}.`, null, "too-large"));
      hash.update(chunk);
      done(null, chunk);
    },
  });
  // `flush` syncs the file to the disk before it is closed.
  const file = createWriteStream(path, { flags: from > 0 ? "a" : "w", flush: true });
  await pipeline(source, measure, file);
  return { path, sha256: new Uint8Array(hash.digest()), bytes };
}

/** Bytes of a file; 0 where there is none. */
export const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

/** 2.5 GiB, 12 MiB. */
export function sizeText(bytes: number): string {
  const [size, unit] = bytes >= 2 ** 30 ? [bytes / 2 ** 30, "GiB"] : [bytes / 2 ** 20, "MiB"];
  return `${Number(size.toFixed(1))} ${unit}`;
}
