import { access, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InferenceSession } from "onnxruntime-node";
import type { CompiledGraph } from "../explain/compile.ts";

export type Provider = "cpu" | "cuda" | "webgpu";

export interface SessionOptions {
  /** Threads of one run; the runtime's own choice by default. */
  readonly threads?: number;
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

/** Loads a compiled graph from the folder that holds the model whose weights it borrows. */
export async function loadGraph(
  folder: string,
  graph: CompiledGraph,
  options: SessionOptions,
): Promise<InferenceSession> {
  return InferenceSession.create(await writeBeside(folder, graph), {
    executionProviders: [options.provider ?? "cpu"],
    graphOptimizationLevel: options.optimisation ?? "all",
    ...(options.threads !== undefined && { intraOpNumThreads: options.threads }),
    // Patterns keep every buffer of the largest run: VGG19's five maps would hold 3.6 GB instead of 2.6 GB.
    enableMemPattern: false,
    // The optimiser's remarks about constants that it folded are not for users.
    logSeverityLevel: 3,
  });
}
