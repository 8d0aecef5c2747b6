import { readFile } from "node:fs/promises";
import { EngineError } from "../errors.ts";
import type { ResolvedMethod } from "../method/resolve.ts";
import { getMethod } from "../method/table.ts";
import { type PreparedPicture, preparePicture } from "../picture/prepare-picture.ts";
import type { ExplainJob, Failure, Part } from "./pool-messages.ts";
import { failure } from "./shard-maps.ts";

/** A picture of the job, ready for the session. */
export interface Ready extends PreparedPicture {
  /** Among the job's pictures. */
  readonly place: number;
  readonly target: number;
}

export interface Batch {
  readonly ready: readonly Ready[];
  readonly failed: Part<Failure>;
}

/** Reads and prepares pictures of the job; those that cannot be are failures, not errors. */
export async function prepare(job: ExplainJob, places: readonly number[], classCount: number): Promise<Batch> {
  const results = await Promise.all(
    places.map(async (place): Promise<Ready | ({ place: number } & Failure)> => {
      const { path, target } = job.pictures[place]!;
      try {
        checkTarget(target, classCount);
        const bytes = await readFile(path).catch(missing);
        return { ...(await preparePicture(bytes, job.view, job.preprocessing)), place, target };
      } catch (error) {
        return { place, ...failure(error) };
      }
    }),
  );
  const failed = results.filter((result) => "error" in result);
  return {
    ready: results.filter((result): result is Ready => !("error" in result)),
    failed: { places: failed.map(({ place }) => place), results: failed.map(({ error }) => ({ error })) },
  };
}

function checkTarget(target: number, classCount: number): void {
  if (target < classCount) return;
  throw new EngineError(
    "no-such-class",
    `The model has no class ${target}: its ${classCount} classes are 0 to ${classCount - 1}.`,
    { target, classCount },
  );
}

/** The reference pictures of each method that looks at some, [m, 3, height, width], by the method's output. */
export async function prepareReferences(
  { references = [], view, preprocessing }: ExplainJob,
  methods: readonly ResolvedMethod[],
): Promise<ReadonlyMap<string, Float32Array>> {
  const paths = new Map(references.map(({ sha256, path }) => [sha256, path]));
  const prepared = new Map<string, Float32Array>();
  for (const { slug, output, parameters } of methods) {
    const method = getMethod(slug);
    if (!("usesReferences" in method)) continue;
    const named = parameters.references as readonly string[];
    if (named.length < 2) {
      throw new EngineError(
        "no-references",
        `The method ${method.name} compares a picture with others; it needs at least 2 of them and was given ${named.length}.`,
        { slug, references: named.length },
      );
    }
    const pictures = [];
    for (const sha256 of named) {
      const bytes = await readFile(paths.get(sha256) ?? "").catch(missing);
      pictures.push(await preparePicture(bytes, view, preprocessing));
    }
    prepared.set(output, inARow(pictures));
  }
  return prepared;
}

/** [n, 3, height, width] */
export function inARow(pictures: readonly PreparedPicture[]): Float32Array {
  const size = pictures[0]!.pixels.length;
  const pixels = new Float32Array(pictures.length * size);
  for (const [place, picture] of pictures.entries()) pixels.set(picture.pixels, place * size);
  return pixels;
}

function missing(error: NodeJS.ErrnoException): never {
  if (error.code !== "ENOENT") throw error;
  throw new EngineError("picture-missing", "The picture's file is missing from the store; upload it again.");
}
