import { createHash, type Hash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
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

/** Where what came of a file stays when its sender breaks off, and how much of it is to be there when it goes on. */
export interface Part {
  readonly path: string;
  readonly from: number;
}

/**
 * Writes a stream to the file `path`. Whatever goes wrong leaves no file there; with a `part` the stream goes on where
 * that ends, and what came stays there when the sender breaks off.
 * Throws InputError beyond `limit` bytes, StateError where the part has another length.
 */
export async function arrive(
  path: string,
  source: AsyncIterable<Uint8Array>,
  limit: number,
  part?: Part,
): Promise<Arrived> {
  const hash = createHash("sha256");
  let bytes = part ? await takePart(part, path, hash) : 0;
  const measure = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limit) return done(new InputError(`The file is larger than ${sizeText(limit)}.`, null, "too-large"));
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    // `flush` syncs the file to the disk before it is closed.
    await pipeline(source, measure, createWriteStream(path, { flags: "a", flush: true }));
  } catch (error) {
    if (part && isBrokenOff(error)) await keepPart(path, part);
    else await rm(path, { force: true });
    throw error;
  }
  return { path, sha256: new Uint8Array(hash.digest()), bytes };
}

/** Nothing else of what goes wrong is mended by going on. */
const isBrokenOff = (error: unknown) =>
  ["ECONNRESET", "ERR_STREAM_PREMATURE_CLOSE", "ABORT_ERR"].includes(String((error as NodeJS.ErrnoException).code));

/** Takes the part away, so that no other sender goes on with it too, and answers its length. */
async function takePart(part: Part, path: string, hash: Hash): Promise<number> {
  if (part.from === 0) return 0;
  const there = await sizeOf(part.path);
  if (there !== part.from) {
    throw new StateError(`${there} bytes of the file are here, not ${part.from}: go on from there.`, "other-length");
  }
  await rename(part.path, path);
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return there;
}

async function keepPart(path: string, part: Part): Promise<void> {
  const file = await open(path, "a");
  await file.sync();
  await file.close();
  await mkdir(dirname(part.path), { recursive: true });
  await rename(path, part.path);
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
