import { createHash } from "node:crypto";
import { findClassifier } from "../admit/classifier.ts";
import type { Size } from "../admit/ports.ts";
import { findTargetLayer, getTargetLayer, type TargetLayer } from "../admit/target-layer.ts";
import { type Builder, createBuilder } from "../graph/builder.ts";
import type { Graph } from "../graph/graph.ts";
import type { MethodContext } from "../method/method.ts";
import { type MethodRequest, type ResolvedMethod, resolveMethod } from "../method/resolve.ts";
import { getMethod } from "../method/table.ts";
import { readModel } from "../onnx/read-model.ts";
import { writeModel } from "../onnx/write-model.ts";
import { backward } from "../pullback/backward.ts";
import { reshapeTo } from "../pullback/reshape-to.ts";
import { simplify } from "../simplify/simplify.ts";

export interface CompileOptions {
  /** The input size, for models that leave it free. */
  readonly size?: Size;
  /** The tensor that CAMs look at, instead of the one that the rule of definitions.md §1 finds. */
  readonly targetLayer?: string;
  /** `borrowed` (default): weights stay in the model's file beside the compiled one. `inline`: the file stands alone. */
  readonly weights?: "borrowed" | "inline";
  /** The name of the model's file beside the compiled one. */
  readonly location?: string;
}

/** One ONNX graph that classifies a batch and explains it by each method. */
export interface CompiledExplainer {
  /** The compiled graph's file. */
  readonly onnx: Uint8Array;
  /** SHA-256 of `onnx`, as hex. */
  readonly hash: string;
  readonly graph: Graph;
  readonly methods: readonly ResolvedMethod[];
  readonly targetLayer: TargetLayer | null;
  readonly input: { readonly name: string; readonly height: number; readonly width: number };
  readonly classCount: number;
  /** Names of the graph's inputs and outputs, which avoid the model's own. */
  readonly ports: Ports;
}

export interface Ports {
  /** Input, int64 [N]: the class to explain; negative means the model's own first choice. */
  readonly target: string;
  /** Output, float32 [N, K]. */
  readonly logits: string;
  /** Output, int64 [N]: the class that was explained. */
  readonly targetUsed: string;
  /** Outputs, one a method, in their order. */
  readonly maps: readonly string[];
}

/** The explained class: the caller's, or the first choice where that is negative; [N]. */
function emitTarget(builder: Builder, logits: string, target: string): string {
  const first = builder.emit("ArgMax", [logits], { axis: 1, keepdims: 0 });
  return builder.emit("Where", [builder.emit("Less", [target, builder.int(0)]), first, target]);
}

/** Outputs of equal methods are told apart by a number. */
function numbered(resolved: readonly ResolvedMethod[]): ResolvedMethod[] {
  const seen = new Map<string, number>();
  return resolved.map((method) => {
    const count = (seen.get(method.slug) ?? 0) + 1;
    seen.set(method.slug, count);
    return count === 1 ? method : { ...method, output: `${method.slug}-${count}` };
  });
}

/** Gives a tensor the name that a port should have, unless the model has that name for another tensor. */
function expose(builder: Builder, graph: Graph, tensor: string, name: string): string {
  if (tensor === name) return name;
  let port = name;
  while (graph.values.has(port) || graph.aliases.has(port)) port = `heatlas:${port}`;
  return builder.rename(tensor, port);
}

/**
 * Compiles a model and methods into one explanation graph: the forward pass once, every map an output, the batch free.
 *
 * @param file the bytes of the .onnx file
 * @throws EngineError as {@link admit} and {@link resolveMethod} do, and `no-such-layer`
 */
export function compileExplainer(
  file: Uint8Array,
  requests: readonly MethodRequest[],
  options: CompileOptions = {},
): CompiledExplainer {
  const classifier = findClassifier(readModel(file, options.location), options.size);
  const { input, classCount } = classifier;
  const named = requests.flatMap((request) =>
    typeof request.parameters?.layer === "string" ? [request.parameters.layer] : [],
  );
  if (options.targetLayer !== undefined) named.push(options.targetLayer);
  const forward = simplify(classifier.graph, new Set(named));
  const scores = forward.outputs[0]!;
  const targetLayer =
    options.targetLayer === undefined
      ? findTargetLayer(forward, scores, classCount)
      : getTargetLayer(forward, options.targetLayer);
  const resolved = numbered(requests.map((request) => resolveMethod(request, { targetLayer })));

  const builder = createBuilder(forward);
  const logits = reshapeTo(builder, scores, ["N", classCount]);
  const target = builder.input({
    name: forward.values.has("target") ? "heatlas:target" : "target",
    type: "int64",
    shape: ["N"],
  });
  const targetUsed = emitTarget(builder, logits, target);
  const seed = builder.emit("OneHot", [targetUsed, builder.int(classCount), builder.float([0, 1])], { axis: 1 });
  const tensors = resolved.map(({ slug, parameters }) => {
    const context: MethodContext = {
      builder,
      forward,
      input,
      logits,
      seed,
      parameters,
      layer: typeof parameters.layer === "string" ? getTargetLayer(forward, parameters.layer) : targetLayer,
      gradient: (table, at, start = seed) => {
        const shaped = reshapeTo(builder, start, builder.shape(scores));
        const gradients = backward({ builder, graph: forward, from: scores, seed: shaped, to: [at], table });
        // A layer that the logits do not depend on has no gradient: zeros of its shape.
        return gradients.get(at) ?? builder.emit("Mul", [at, builder.float(0)]);
      },
    };
    return getMethod(slug).emit(context);
  });
  const ports: Ports = {
    target,
    logits: expose(builder, forward, logits, "logits"),
    targetUsed: expose(builder, forward, targetUsed, "target_used"),
    maps: tensors.map((tensor, i) => expose(builder, forward, tensor, resolved[i]!.output)),
  };
  const graph = builder.finish([ports.logits, ports.targetUsed, ...ports.maps]);
  const onnx = writeModel(graph, options.weights ?? "borrowed");
  const [height, width] = builder.shape(input).slice(2).map(Number) as [number, number];
  return {
    onnx,
    hash: createHash("sha256").update(onnx).digest("hex"),
    graph,
    methods: resolved,
    targetLayer,
    input: { name: input, height, width },
    classCount,
    ports,
  };
}
