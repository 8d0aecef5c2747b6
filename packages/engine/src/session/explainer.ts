import { access, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import type { CompiledExplainer } from "../explain/compile.ts";

export interface SessionOptions {
  /** Threads of one run; the runtime's own choice by default. */
  readonly threads?: number;
  readonly provider?: "cpu";
}

export interface ExplainedMap {
  /** Unreduced, in C order. */
  readonly data: Float32Array;
  /** [n, 3, H, W], or [n, 1, h, w] on the layer's grid. */
  readonly shape: readonly [number, number, number, number];
}

export interface Explanation {
  /** n × K, before any softmax. */
  readonly logits: Float32Array;
  /** The class that was explained, an image. */
  readonly targets: number[];
  /** By the methods' output names. */
  readonly maps: Readonly<Record<string, ExplainedMap>>;
}

/** A compiled explainer, loaded. Runs are serial and block the event loop: use a child process each. */
export interface ExplainerSession {
  /**
   * @param pixels preprocessed pictures [n, 3, H, W]
   * @param targets class an image; −1 for the model's first choice
   */
  run(pixels: Float32Array, n: number, targets: readonly number[]): Promise<Explanation>;
  close(): Promise<void>;
}

/** Writes the compiled graph beside the model, once, so that a reader never sees half of it. */
async function writeBeside(folder: string, { onnx, hash }: CompiledExplainer): Promise<string> {
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

/**
 * Loads a compiled explainer on ONNX Runtime.
 *
 * @param folder holds the model's file (`model.onnx`), whose weights the compiled graph borrows
 */
export async function openExplainer(
  folder: string,
  compiled: CompiledExplainer,
  options: SessionOptions = {},
): Promise<ExplainerSession> {
  const path = await writeBeside(folder, compiled);
  const session = await InferenceSession.create(path, {
    executionProviders: [options.provider ?? "cpu"],
    ...(options.threads !== undefined && { intraOpNumThreads: options.threads }),
    // Patterns keep every buffer of the largest run: VGG19's five maps would hold 3.6 GB instead of 2.6 GB.
    enableMemPattern: false,
  });
  const { input, ports, methods } = compiled;
  return {
    async run(pixels, n, targets) {
      const results = await session.run({
        [input.name]: new Tensor("float32", pixels, [n, 3, input.height, input.width]),
        [ports.target]: new Tensor("int64", BigInt64Array.from(targets, BigInt), [n]),
      });
      const maps = methods.map(({ output }, i) => {
        const map = results[ports.maps[i]!]!;
        return [
          output,
          { data: map.data as Float32Array, shape: map.dims as unknown as ExplainedMap["shape"] },
        ] as const;
      });
      return {
        logits: results[ports.logits]!.data as Float32Array,
        targets: Array.from(results[ports.targetUsed]!.data as BigInt64Array, Number),
        maps: Object.fromEntries(maps),
      };
    },
    close: () => session.release(),
  };
}
