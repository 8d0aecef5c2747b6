import { checkExplainable } from "../explain/check.ts";
import type { Graph } from "../graph/graph.ts";
import { type DataFile, type DataFiles, requireData } from "../onnx/data-files.ts";
import { type Model, readModel } from "../onnx/read-model.ts";
import { simplify } from "../simplify/simplify.ts";
import { findClassifier } from "./classifier.ts";
import { imageInput, type Size } from "./ports.ts";
import { findTargetLayer, getTargetLayer, type TargetLayer } from "./target-layer.ts";

/** What is known of a model that Heatlas can explain. */
export interface Admission {
  readonly opset: number;
  readonly nodeCount: number;
  /** Numbers in all initialisers. */
  readonly parameterCount: number;
  /** Nodes by op. */
  readonly ops: Readonly<Record<string, number>>;
  /** Extents that the file leaves free are null; then the caller says which size the model was trained on. */
  readonly input: { readonly name: string; readonly height: number | null; readonly width: number | null };
  /** The class output, and whether it comes after a softmax (explanations take the logits before it). */
  readonly output: { readonly name: string; readonly softmax: boolean };
  readonly classCount: number;
  /** The CAMs' layer by definitions.md §1; null for a model without a grid. */
  readonly targetLayer: TargetLayer | null;
  /** The files beside it that hold its weights, by the names that it calls them, and the bytes that it reads of each. */
  readonly dataFiles: readonly Omit<DataFile, "present">[];
}

export interface AdmitOptions {
  /** The input size, for models that leave it free. */
  readonly size?: Size | undefined;
  /** The tensor that the CAMs look at, where it is not the one found by itself. */
  readonly targetLayer?: string | undefined;
  /** Tensors that each have to be there with a grid, as a target layer has to (default none). */
  readonly layers?: readonly string[] | undefined;
  /** The files beside it (default none). */
  readonly data?: DataFiles | undefined;
}

/** Models that leave their size free are checked at this one; only the grid of the target layer depends on it. */
const usualSize = 224;

function countOps(model: Model): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { op } of model.nodes) counts.set(op, (counts.get(op) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Parses a model and checks that it can be explained, without running it. What is wrong with its graph is told even
 * where its data files are still missing, as far as that needs none of their contents.
 *
 * @param file the bytes of the .onnx file
 * @throws EngineError with one sentence for the person who gave the file: `not-onnx`, `external-data`, `data-missing`
 *   (its field `files` lists the data files), `data-too-short`, `opset`, `unsupported-op`, `not-an-image-input`,
 *   `input-size`, `no-class-output`, `no-such-layer`, `model-inconsistent`
 */
export function admit(file: Uint8Array, { size, targetLayer, layers = [], data }: AdmitOptions = {}): Admission {
  const model = readModel(file, { data });
  const { name, height, width } = imageInput(model);
  const free = height === null || width === null;
  const classifier = findClassifier(
    model,
    size ?? (free ? { height: height ?? usualSize, width: width ?? usualSize } : undefined),
  );
  const { graph, input, classCount, output } = classifier;
  const forward = simplify(graph, new Set(targetLayer === undefined ? layers : [...layers, targetLayer]));
  checkExplainable(forward, input);
  requireData(model.dataFiles);
  for (const layer of layers) getTargetLayer(forward, layer);
  let parameterCount = 0;
  for (const tensor of model.initialisers.values()) parameterCount += tensor.dims.reduce((a, b) => a * b, 1);
  return {
    opset: model.opset,
    nodeCount: model.nodes.length,
    parameterCount,
    ops: countOps(model),
    input: { name, height, width },
    output,
    classCount,
    targetLayer: free && !size && targetLayer === undefined ? null : layerOf(forward, classCount, targetLayer),
    dataFiles: model.dataFiles.map(({ name: file, bytes }) => ({ name: file, bytes })),
  };
}

/** The layer that is named, or the one that is found; by the name that it has in explanation graphs. */
const layerOf = (forward: Graph, classCount: number, named: string | undefined): TargetLayer | null =>
  named === undefined ? findTargetLayer(forward, forward.outputs[0]!, classCount) : getTargetLayer(forward, named);
