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
    .replace(/^.*(?:was false\.|Status Message:)\s*/, "")
    .replace(/^\S+\.(?:cc|cu|h):\d+ (?:\w+ )?/, "")
    .replace(/^Ort\w+: /, "")
    .replace(/\.$/, "");
}

/**
 * Loads a compiled graph from the folder that holds the model whose weights it borrows.
 *
 * @throws EngineError `provider-cannot-start` where another provider than the CPU cannot load it
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
    // The optimiser's remarks about constants that it folded are not for users.
    logSeverityLevel: 3,
  }).catch((error: unknown) => {
    if (provider === "cpu") throw error;
    const words = runtimeWords(error);
    throw new EngineError("provider-cannot-start", `ONNX Runtime cannot run this on ${provider}: ${words}.`, {
      provider,
      words,
    });
  });
}
