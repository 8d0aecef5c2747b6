import { readFile } from "node:fs/promises";
import { cpus } from "node:os";
import { EngineError } from "../errors.ts";
import { type PreparedPicture, preparePicture } from "../picture/prepare-picture.ts";
import type { ExplainedPicture, ExplainJob, Failure, Part, Provenance } from "./pool-messages.ts";
import { computedMap, failure, prediction } from "./shard-maps.ts";
import { type LoadedExplainer, loadExplainer } from "./shard-session.ts";

type Result = ExplainedPicture | Failure;

/** A picture of the job, ready for the session. */
interface Ready extends PreparedPicture {
  /** Among the job's pictures. */
  readonly place: number;
  readonly target: number;
}

interface Batch {
  readonly ready: readonly Ready[];
  readonly failed: Part<Failure>;
}

/**
 * Explains a job's pictures in batches; each batch's results go to `send`. A picture that cannot be read, or a map that
 * is not finite, fails alone.
 * @throws EngineError of a model or method that cannot be compiled
 */
export async function explain(
  job: ExplainJob,
  threads: number,
  send: (part: Part<Result>) => void,
): Promise<Provenance> {
  const start = performance.now();
  for (const { methods, places } of groupByMethods(job)) {
    const explainer = await loadExplainer(
      job,
      methods.map((method) => job.methods[method]!),
      threads,
    );
    const batches = chunks(places, job.batch ?? 4);
    let next = prepare(job, batches[0]!, explainer.compiled.classCount);
    for (const [position] of batches.entries()) {
      const batch = await next;
      // The pictures of the next batch are decoded on other threads while this one runs.
      const following = batches[position + 1];
      if (following) next = prepare(job, following, explainer.compiled.classCount);
      if (batch.failed.places.length > 0) send(batch.failed);
      if (batch.ready.length > 0) send(await runBatch(job, explainer, methods, batch.ready));
    }
  }
  const milliseconds = performance.now() - start;
  return { provider: "cpu", device: cpus()[0]?.model ?? "CPU", milliseconds };
}

/** Pictures that want the same methods share a graph, which computes no others. */
function groupByMethods(job: ExplainJob): { methods: readonly number[]; places: number[] }[] {
  const groups = new Map<string, { methods: readonly number[]; places: number[] }>();
  for (const [place, picture] of job.pictures.entries()) {
    const methods = [...picture.methods].sort((a, b) => a - b);
    const group = groups.get(methods.join()) ?? { methods, places: [] };
    group.places.push(place);
    groups.set(methods.join(), group);
  }
  return [...groups.values()];
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

async function prepare(job: ExplainJob, places: readonly number[], classCount: number): Promise<Batch> {
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

function missing(): never {
  throw new EngineError("picture-missing", "The picture's file is missing from the store; upload it again.");
}

async function runBatch(
  job: ExplainJob,
  { compiled, session }: LoadedExplainer,
  methods: readonly number[],
  ready: readonly Ready[],
): Promise<Part<Result>> {
  const size = ready[0]!.pixels.length;
  const pixels = new Float32Array(ready.length * size);
  for (const [place, picture] of ready.entries()) pixels.set(picture.pixels, place * size);
  const targets = ready.map(({ target }) => target);
  const { logits, targets: explained, maps } = await session.run(pixels, ready.length, targets);
  const classes = compiled.classCount;
  const results = ready.map(({ rect }, place): Result => {
    try {
      const found = prediction(logits.subarray(place * classes, (place + 1) * classes), explained[place]!);
      const computed = job.methods.map((_, method) => {
        const resolved = compiled.methods[methods.indexOf(method)];
        return resolved ? computedMap(maps[resolved.output]!, place, method, resolved) : null;
      });
      return { rect, ...found, maps: computed };
    } catch (error) {
      return failure(error);
    }
  });
  return { places: ready.map(({ place }) => place), results };
}
