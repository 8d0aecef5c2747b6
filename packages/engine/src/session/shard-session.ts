import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { EngineError } from "../errors.ts";
import { type CompiledExplainer, compileExplainer } from "../explain/compile.ts";
import type { MethodRequest } from "../method/resolve.ts";
import type { Provider } from "../target/profile.ts";
import { dataFilesIn } from "./data-folder.ts";
import { type ExplainerSession, openExplainer } from "./explainer.ts";
import type { ExplainJob } from "./pool-messages.ts";

export interface LoadedExplainer {
  readonly modelFolder: string;
  readonly compiled: Pick<CompiledExplainer, "methods" | "classCount">;
  readonly session: ExplainerSession;
}

/** How a child computes. */
export interface ShardSetting {
  readonly threads: number;
  readonly provider: Provider;
}

/** The last sessions, most recent last. Two, of one model: a shard may want two sets of methods. */
const loaded = new Map<string, LoadedExplainer>();
const kept = 2;

/**
 * The model's explainer for these methods: the one that is loaded, or compiled and loaded now.
 * @throws EngineError `model-missing`, and those of compileExplainer
 */
export async function loadExplainer(
  job: ExplainJob,
  methods: readonly MethodRequest[],
  setting: ShardSetting,
): Promise<LoadedExplainer> {
  const size = { height: job.preprocessing.height, width: job.preprocessing.width };
  const key = JSON.stringify([job.modelFolder, methods, job.targetLayer, job.preprocessing]);
  const explainer = loaded.get(key) ?? (await open(job, methods, size, setting));
  loaded.delete(key);
  loaded.set(key, explainer);
  return explainer;
}

async function open(
  { modelFolder, targetLayer, preprocessing }: ExplainJob,
  methods: readonly MethodRequest[],
  size: { readonly height: number; readonly width: number },
  { threads, provider }: ShardSetting,
): Promise<LoadedExplainer> {
  await makeRoom(modelFolder);
  const model = await readFile(join(modelFolder, "model.onnx")).catch(missing);
  const data = dataFilesIn(modelFolder);
  const compiled = compileExplainer(model, methods, {
    profile: provider,
    size,
    data,
    preprocessing,
    ...(targetLayer !== undefined && { targetLayer }),
  });
  const session = await openExplainer(modelFolder, compiled, { threads });
  // Not the compiled graph itself: its weights are views of the model's bytes, which would stay in memory.
  return { modelFolder, compiled: { methods: compiled.methods, classCount: compiled.classCount }, session };
}

/** Another model's session would count towards this one's memory. */
async function makeRoom(modelFolder: string): Promise<void> {
  for (const [key, explainer] of loaded) {
    if (explainer.modelFolder === modelFolder && loaded.size < kept) continue;
    loaded.delete(key);
    await explainer.session.close();
  }
}

function missing(error: NodeJS.ErrnoException): never {
  if (error.code !== "ENOENT") throw error;
  throw new EngineError("model-missing", "The model's file is missing from the store; upload it again.");
}
