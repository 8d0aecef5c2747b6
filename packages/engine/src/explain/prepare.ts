import { findClassifier } from "../admit/classifier.ts";
import type { Size } from "../admit/ports.ts";
import { findTargetLayer, getTargetLayer, type TargetLayer } from "../admit/target-layer.ts";
import type { Graph } from "../graph/graph.ts";
import { getValue } from "../graph/graph.ts";
import type { PixelFacts } from "../method/method.ts";
import { type DataFiles, requireData } from "../onnx/data-files.ts";
import { readModel } from "../onnx/read-model.ts";
import { simplify } from "../simplify/simplify.ts";
import { type Provider, profiles, type TargetProfile } from "../target/profile.ts";

export interface CompileOptions {
  /** The provider whose forms the graph is written in (default cpu). */
  readonly profile?: Provider;
  /** The input size, for models that leave it free. */
  readonly size?: Size;
  /** The tensor that CAMs look at, instead of the one that the rule of definitions.md §1 finds. */
  readonly targetLayer?: string;
  /** `borrowed` (default): weights stay in the model's files beside the compiled one. `inline`: the file stands alone. */
  readonly weights?: "borrowed" | "inline";
  /** The name of the model's file beside the compiled one. */
  readonly location?: string;
  /** The files beside the model that hold its weights (default none). */
  readonly data?: DataFiles;
  /** What the model wants its pixels to be, for methods whose defaults follow it (LRP's z-box). */
  readonly preprocessing?: PixelFacts;
  /** Classes explained for each picture in one run (default 1). */
  readonly targets?: number;
  /** Whether the methods of LRP also add up what biases and ε took (default true); their maps are the same without. */
  readonly shares?: boolean;
}

/** A model ready to be explained: simplified, with everything found that explanations look at. */
export interface Prepared {
  readonly forward: Graph;
  readonly profile: TargetProfile;
  /** The image input. */
  readonly input: string;
  readonly height: number;
  readonly width: number;
  /** The class scores as the model has them: [N, K] or [N, K, 1, 1]. */
  readonly scores: string;
  readonly classCount: number;
  readonly targetLayer: TargetLayer | null;
  readonly dataFiles: readonly string[];
}

/**
 * @param file the bytes of the .onnx file
 * @param keep tensors that requests name
 * @throws EngineError as {@link admit} does, and `no-such-layer`
 */
export function prepare(file: Uint8Array, keep: readonly string[], options: CompileOptions): Prepared {
  const model = readModel(file, options);
  requireData(model.dataFiles);
  const { graph, input, classCount } = findClassifier(model, options.size);
  const { targetLayer: named } = options;
  const forward = simplify(graph, new Set(named === undefined ? keep : [...keep, named]));
  const scores = forward.outputs[0]!;
  const targetLayer =
    named === undefined ? findTargetLayer(forward, scores, classCount) : getTargetLayer(forward, named);
  const dataFiles = model.dataFiles.map(({ name }) => name);
  const [height, width] = getValue(forward, input).shape.slice(2).map(Number) as [number, number];
  return {
    forward,
    profile: profiles[options.profile ?? "cpu"],
    input,
    height,
    width,
    scores,
    classCount,
    targetLayer,
    dataFiles,
  };
}
