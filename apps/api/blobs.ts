import { randomUUID } from "node:crypto";
import { access, mkdir, open, rename, rm, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Arrived, arrive, arriveInParts, type Part } from "./arrive.ts";

export type BlobKind = "models" | "images" | "packs";

/** Bytes that arrived whole in a temporary file, and their hash. They become a blob when kept, or nothing at all. */
export interface Received extends Arrived {
  keep(kind: BlobKind): Promise<void>;
  /** Puts the file elsewhere in the data folder, to become a blob together with others. */
  moveTo(target: string): Promise<void>;
  discard(): Promise<void>;
}

/** Immutable bytes under their SHA-256, in a folder. */
export interface Blobs {
  /** Writes a stream to a temporary file. Throws InputError beyond `limit` bytes; whatever goes wrong leaves no file. */
  receive(source: AsyncIterable<Uint8Array>, limit: number): Promise<Received>;
  /** The same for a file that may come in parts, see {@link arriveInParts}. */
  receivePart(source: AsyncIterable<Uint8Array>, limit: number, part: Part): Promise<Received>;
  /** A folder for what waits for more files. */
  waiting(id: string): string;
  /** Makes a folder with a model and its data files a blob. One that is kept already stays as it is. */
  keepModel(folder: string, sha256: Uint8Array): Promise<void>;
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
    return received(await arrive(join(scratch, `received-${randomUUID()}`), source, limit));
  }

  function received(arrived: Arrived): Received {
    const moveTo = async (target: string) => {
      await mkdir(dirname(target), { recursive: true });
      await rename(arrived.path, target);
      await syncFolder(dirname(target));
    };
    return {
      ...arrived,
      moveTo,
      keep: (kind) => moveTo(path(kind, arrived.sha256)),
      discard: () => rm(arrived.path, { force: true }),
    };
  }

  async function keepModel(folder: string, sha256: Uint8Array): Promise<void> {
    const target = dirname(path("models", sha256));
    await mkdir(dirname(target), { recursive: true });
    try {
      await rename(folder, target);
    } catch (error) {
      // Nobody puts half a folder there: what is there is the same.
      if (!(await exists(target))) throw error;
    }
    // Young, however long it waited or was here: so that nobody collects it before it is named.
    await utimes(target, new Date(), new Date());
    await syncFolder(dirname(target));
  }

  return {
    path,
    receive,
    receivePart: async (source, limit, part) => received(await arriveInParts(part, source, limit)),
    waiting: (id) => join(scratch, `waiting-${id}`),
    keepModel,
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
    has: (kind, sha256) => exists(path(kind, sha256)),
  };
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

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
