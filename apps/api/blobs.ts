import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { access, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { InputError } from "./errors.ts";

export type BlobKind = "models" | "images" | "packs";

/** Bytes that arrived whole in a temporary file, and their hash. They become a blob when kept, or nothing at all. */
export interface Received {
  readonly path: string;
  readonly sha256: Uint8Array<ArrayBuffer>;
  readonly bytes: number;
  keep(kind: BlobKind): Promise<void>;
  discard(): Promise<void>;
}

/** Immutable bytes under their SHA-256, in a folder. */
export interface Blobs {
  /** Writes a stream to a temporary file. Throws InputError beyond `limit` bytes; whatever goes wrong leaves no file. */
  receive(source: AsyncIterable<Uint8Array>, limit: number): Promise<Received>;
  put(kind: BlobKind, bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
  path(kind: BlobKind, sha256: Uint8Array): string;
  /** The bytes, or `length` of them from `offset` on. */
  read(kind: BlobKind, sha256: Uint8Array, offset?: number, length?: number): Promise<Buffer<ArrayBuffer>>;
  has(kind: BlobKind, sha256: Uint8Array): Promise<boolean>;
}

export function openBlobs(dataFolder: string): Blobs {
  const scratch = join(dataFolder, "scratch");

  const path = (kind: BlobKind, sha256: Uint8Array) => {
    const hash = Buffer.from(sha256).toString("hex");
    // A model has a folder: its compiled explainers lie beside it and borrow its weights.
    return kind === "models"
      ? join(dataFolder, "blobs", kind, hash, "model.onnx")
      : join(dataFolder, "blobs", kind, hash.slice(0, 2), hash);
  };

  async function receive(source: AsyncIterable<Uint8Array>, limit: number): Promise<Received> {
    await mkdir(scratch, { recursive: true });
    const temporary = join(scratch, `received-${randomUUID()}`);
    const discard = () => rm(temporary, { force: true });
    const hash = createHash("sha256");
    let bytes = 0;
    const measure = new Transform({
      transform(chunk: Uint8Array, _encoding, done) {
        bytes += chunk.length;
        if (bytes > limit) return done(new InputError(`The file is larger than ${inWords(limit)}.`, null, "too-large"));
        hash.update(chunk);
        done(null, chunk);
      },
    });
    try {
      // `flush` syncs the file to the disk before it is closed.
      await pipeline(source, measure, createWriteStream(temporary, { flush: true }));
    } catch (error) {
      await discard();
      throw error;
    }
    const sha256 = new Uint8Array(hash.digest());
    const keep = async (kind: BlobKind) => {
      const target = path(kind, sha256);
      await mkdir(dirname(target), { recursive: true });
      await rename(temporary, target);
      await syncFolder(dirname(target));
    };
    return { path: temporary, sha256, bytes, keep, discard };
  }

  return {
    path,
    receive,
    async put(kind, bytes) {
      const received = await receive(once(bytes), Number.POSITIVE_INFINITY);
      await received.keep(kind);
      return received.sha256;
    },
    async read(kind, sha256, offset = 0, length) {
      const file = await open(path(kind, sha256));
      try {
        const wanted = length ?? (await file.stat()).size - offset;
        const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, offset);
        if (bytesRead !== wanted) throw new Error(`blob ${kind} is shorter than ${offset + wanted} bytes`);
        return buffer;
      } finally {
        await file.close();
      }
    },
    has: (kind, sha256) =>
      access(path(kind, sha256)).then(
        () => true,
        () => false,
      ),
  };
}

async function* once(bytes: Uint8Array) {
  yield bytes;
}

/** A renamed file survives a power cut only when its folder is synced too. */
async function syncFolder(folder: string) {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function inWords(bytes: number): string {
  const [size, unit] = bytes >= 2 ** 30 ? [bytes / 2 ** 30, "GiB"] : [bytes / 2 ** 20, "MiB"];
  return `${Number(size.toFixed(1))} ${unit}`;
}
