import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type CompiledExplainer, compileExplainer } from "../explain/compile.ts";
import type { MethodRequest } from "../method/resolve.ts";
import { type ExplainerSession, openExplainer } from "./explainer.ts";
import type { ExplainJob } from "./pool-messages.ts";

export interface LoadedExplainer {
  readonly compiled: Pick<CompiledExplainer, "methods" | "classCount">;
  readonly session: ExplainerSession;
}

/** The last sessions, most recent last. Two: a shard may want two sets of methods of one model. */
const loaded = new Map<string, LoadedExplainer>();
const kept = 2;

/** The model's explainer for these methods: the one that is loaded, or compiled and loaded now. */
export async function loadExplainer(
  job: ExplainJob,
  methods: readonly MethodRequest[],
  threads: number,
): Promise<LoadedExplainer> {
  const { modelFolder, targetLayer } = job;
  const size = { height: job.preprocessing.height, width: job.preprocessing.width };
  const key = JSON.stringify([modelFolder, methods, targetLayer, size]);
  const explainer = loaded.get(key) ?? (await open());
  loaded.delete(key);
  loaded.set(key, explainer);
  return explainer;

  async function open(): Promise<LoadedExplainer> {
    const model = await readFile(join(modelFolder, "model.onnx"));
    const compiled = compileExplainer(model, methods, { size, ...(targetLayer !== undefined && { targetLayer }) });
    for (const [oldest, { session }] of loaded) {
      if (loaded.size < kept) break;
      loaded.delete(oldest);
      await session.close();
    }
    const session = await openExplainer(modelFolder, compiled, { threads });
    // Not the compiled graph itself: its weights are views of the model's bytes, which would stay in memory.
    return { compiled: { methods: compiled.methods, classCount: compiled.classCount }, session };
  }
}
