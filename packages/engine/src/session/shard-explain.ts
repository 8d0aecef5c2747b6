import { profiles } from "../target/profile.ts";
import { deviceName } from "./device.ts";
import type { ExplainedPicture, ExplainJob, Failure, Part, Provenance } from "./pool-messages.ts";
import { computedMap, failure, prediction } from "./shard-maps.ts";
import { inARow, prepare, prepareReferences, type Ready } from "./shard-pictures.ts";
import { type LoadedExplainer, loadExplainer, type ShardSetting } from "./shard-session.ts";

type Result = ExplainedPicture | Failure;

/**
 * Explains a job's pictures in batches; each batch's results go to `send`. A picture that cannot be read, or a map that
 * is not finite, fails alone.
 * @throws EngineError of a model or method that cannot be compiled
 */
export async function explain(
  job: ExplainJob,
  setting: ShardSetting,
  send: (part: Part<Result>) => void,
): Promise<Provenance> {
  const start = performance.now();
  for (const { methods, places } of groupByMethods(job)) {
    const explainer = await loadExplainer(
      job,
      methods.map((method) => job.methods[method]!),
      setting,
    );
    const references = await prepareReferences(job, explainer.compiled.methods);
    const batches = chunks(places, job.batch ?? profiles[setting.provider].batch);
    let next = prepare(job, batches[0]!, explainer.compiled.classCount);
    for (const [position] of batches.entries()) {
      const batch = await next;
      // The pictures of the next batch are decoded on other threads while this one runs.
      const following = batches[position + 1];
      if (following) next = prepare(job, following, explainer.compiled.classCount);
      if (batch.failed.places.length > 0) send(batch.failed);
      if (batch.ready.length > 0) {
        send(await runBatch(job, explainer, methods, batch.ready, references));
      }
    }
  }
  const milliseconds = performance.now() - start;
  return { provider: setting.provider, device: await deviceName(setting.provider), milliseconds };
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

async function runBatch(
  job: ExplainJob,
  { compiled, session }: LoadedExplainer,
  methods: readonly number[],
  ready: readonly Ready[],
  references: ReadonlyMap<string, Float32Array>,
): Promise<Part<Result>> {
  const pixels = inARow(ready);
  const targets = ready.map(({ target }) => target);
  const { logits, targets: explained, maps } = await session.run(pixels, ready.length, targets, references);
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
