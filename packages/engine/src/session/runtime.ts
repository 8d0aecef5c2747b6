import { access, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InferenceSession } from "onnxruntime-node";
import { EngineError } from "../errors.ts";
import type { CompiledGraph } from "../explain/compile.ts";
import type { Provider } from "../target/profile.ts";

export interface SessionOptions {
  /** Threads of one run; the runtime's own choice by default. */
  readonly threads?: number;
  /** Where it runs (default: where the graph was compiled for). */
  readonly provider?: Provider;
  /** How far the runtime rewrites the graph (default all). */
  readonly optimisation?: "disabled" | "basic" | "extended" | "all";
}

/** Writes the compiled graph beside the model, once, so that a reader never sees half of it. */
async function writeBeside(folder: string, { onnx, hash }: CompiledGraph): Promise<string> {
  const path = join(folder, `explainer-${hash.slice(0, 32)}.onnx`);
  try {
    await access(path);
  } catch {
    const draft = `${path}.${process.pid}.draft`;
    await writeFile(draft, onnx, { flush: true });
    await rename(draft, path);
  }
  return path;
}

/** What a provider's libraries read from the environment when they start, unless it says something else already. */
const librarySettings: Partial<Record<Provider, Readonly<Record<string, string>>>> = {
  cuda: {
    // Cards since 2020 would multiply with 10 bits of mantissa (TensorFloat-32), and no map would meet its tolerance.
    NVIDIA_TF32_OVERRIDE: "0",
    // Cards are counted as nvidia-smi counts them, which names the card.
    CUDA_DEVICE_ORDER: "PCI_BUS_ID",
  },
};

function settle(provider: Provider): void {
  for (const [name, value] of Object.entries(librarySettings[provider] ?? {})) process.env[name] ??= value;
}

/** What ONNX Runtime says of a failure, without its source files and function names. */
export function runtimeWords(error: unknown): string {
  const [line = ""] = (error instanceof Error ? error.message : String(error)).trim().split("\n");
  return line
    .replace(/^Load model from .*? failed:/, "")
    .replace(/^.*(?:was false\.|Status Message:)\s*/, "")
    .replace(/^\S+\.(?:cc|cu|h):\d+ (?:\w+ )?/, "")
    .replace(/^Ort\w+: /, "")
    .replace(/\.$/, "");
}

/** What to tell of a graph that the CPU cannot load or run: there the fault is the model's, or the compiler's. */
function cannotRun(error: unknown): never {
  const words = runtimeWords(error);
  throw new EngineError(
    "runtime-refused",
    `ONNX Runtime cannot run this model: ${words}; see whether it runs there by itself, and export it anew where it does not.`,
    { words },
  );
}

/** Runs a loaded graph. @throws EngineError `runtime-refused` */
export const runGraph = (session: InferenceSession, feeds: InferenceSession.FeedsType) =>
  session.run(feeds).catch(cannotRun);

/**
 * Loads a compiled graph from the folder that holds the model whose weights it borrows.
 *
 * @throws EngineError `runtime-refused` where the CPU cannot load it, `provider-cannot-start` where another provider cannot
 */
export async function loadGraph(
  folder: string,
  graph: CompiledGraph,
  { provider = "cpu", ...options }: SessionOptions,
): Promise<InferenceSession> {
  settle(provider);
  return InferenceSession.create(await writeBeside(folder, graph), {
    executionProviders: [provider],
    graphOptimizationLevel: options.optimisation ?? "all",
    ...(options.threads !== undefined && { intraOpNumThreads: options.threads }),
    // Patterns keep every buffer of the largest run: VGG19's five maps would hold 3.6 GB instead of 2.6 GB.
    enableMemPattern: false,
    // What fails comes back as an error; what the runtime remarks besides is not for users.
    logSeverityLevel: 4,
  }).catch((error: unknown) => {
    if (provider === "cpu") return cannotRun(error);
    const words = runtimeWords(error);
    throw new EngineError("provider-cannot-start", `ONNX Runtime cannot run this on ${provider}: ${words}.`, {
      provider,
      words,
    });
  });
}
