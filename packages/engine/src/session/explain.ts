import { readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { EngineError } from "../errors.ts";
import { type CompiledExplainer, compileExplainer } from "../explain/compile.ts";
import type { CompileOptions } from "../explain/prepare.ts";
import type { MethodRequest } from "../method/resolve.ts";
import { dataFilesIn } from "./data-folder.ts";
import { type ExplainerSession, type Explanation, openExplainer } from "./explainer.ts";
import { makeModelFolder } from "./model-folder.ts";
import type { SessionOptions } from "./runtime.ts";

export interface ExplainOptions extends Omit<CompileOptions, "weights" | "location" | "data">, SessionOptions {
  /** Slugs, or slugs with parameters. */
  readonly methods: readonly (string | MethodRequest)[];
  /** Holds the model's data files, for models that have some; the folder of the model's path by default. */
  readonly dataFolder?: string;
}

/** Preprocessed pictures: n of [3, H, W] in a row. */
export interface Pictures {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** A model that explains itself. */
export interface Explainer {
  readonly compiled: CompiledExplainer;
  /** Predictions and maps of n pictures; each one's class, or −1 (the default) for the model's first choice. */
  run(pictures: Pictures, targets?: readonly number[]): Promise<Explanation>;
  /**
   * The explanation graph as an ONNX file of its own, weights inside, for any runtime.
   * @throws EngineError `onnx-limit` for more than 2 GiB of weights: `compiled.onnx`, beside the model's file as
   *   `model.onnx` and its data files, reads them there
   */
  toOnnx(): Uint8Array;
  close(): Promise<void>;
}

function noSuchFile(path: string): never {
  throw new EngineError("no-such-file", `There is no file "${path}" that can be read.`);
}

/**
 * Compiles a model with explanation methods and makes it ready to run.
 *
 * @param model the path or the bytes of an .onnx file
 * @throws EngineError `no-such-file`, and as {@link compileExplainer} does
 */
export async function explain(model: string | Uint8Array, options: ExplainOptions): Promise<Explainer> {
  const file = typeof model === "string" ? await readFile(model).catch(() => noSuchFile(model)) : model;
  const requests = options.methods.map((method) => (typeof method === "string" ? { slug: method } : method));
  const dataFolder = options.dataFolder ?? (typeof model === "string" ? dirname(model) : undefined);
  const profile = options.profile ?? options.provider ?? "cpu";
  const compileOptions = { ...options, profile, ...(dataFolder !== undefined && { data: dataFilesIn(dataFolder) }) };
  const compiled = compileExplainer(file, requests, compileOptions);
  let opened: { folder: string; session: ExplainerSession } | undefined;

  async function open() {
    const folder = await makeModelFolder({ model, dataFolder, dataFiles: compiled.dataFiles });
    try {
      opened = { folder, session: await openExplainer(folder, compiled, options) };
      return opened;
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  return {
    compiled,
    async run({ data, shape }, targets) {
      const { session } = opened ?? (await open());
      const n = shape.length === 4 ? shape[0]! : 1;
      return session.run(data, n, targets ?? Array.from({ length: n * compiled.targets }, () => -1));
    },
    toOnnx: () => compileExplainer(file, requests, { ...compileOptions, weights: "inline" }).onnx,
    async close() {
      await opened?.session.close();
      if (opened) await rm(opened.folder, { recursive: true, force: true });
      opened = undefined;
    },
  };
}
