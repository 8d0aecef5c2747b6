import { UnsupportedOpError } from "../errors.ts";
import { number } from "../graph/attributes.ts";
import { constantValue } from "../graph/builder.ts";
import {
  type Attributes,
  consumers,
  type Graph,
  getValue,
  type Node,
  producers,
  type Shape,
  type Value,
} from "../graph/graph.ts";
import { floatTensor, intTensor } from "../graph/tensor.ts";
import type { Pass } from "./pass.ts";

/** What takes a BatchNormalization's place: constants and nodes, the last of which makes its output. */
interface Replacement {
  readonly values: Value[];
  readonly nodes: Node[];
  /** Emits a node whose output is called after the BatchNormalization's. */
  emit(op: string, word: string, inputs: readonly string[], shape: Shape, attributes?: Attributes): string;
  constant(word: string, value: Parameters<typeof constantValue>[1]): string;
}

function createReplacement(output: string): Replacement {
  const [values, nodes]: [Value[], Node[]] = [[], []];
  return {
    values,
    nodes,
    emit(op, word, inputs, shape, attributes = {}) {
      const name = `${output}:${word}`;
      values.push({ name, type: "float32", shape });
      nodes.push({ op, name, inputs, outputs: [name], attributes });
      return name;
    },
    constant(word, tensor) {
      const name = `${output}:${word}`;
      values.push(constantValue(name, tensor));
      return name;
    },
  };
}

/**
 * BatchNormalization at inference is y = x·scale + shift a channel, with scale = γ/√(σ² + ε), shift = β − μ·scale. Emitted
 * as nodes on the statistics, so that these stay in the user's file; runtimes compute them once.
 */
function scaleAndShift(graph: Graph, node: Node, to: Replacement): { scale: string; shift: string; channels: number } {
  const statistics = node.inputs.slice(1);
  if (!statistics.every((name) => getValue(graph, name).tensor)) {
    throw new UnsupportedOpError(node.op, node.name, "its statistics are not constants");
  }
  const [gamma, beta, mean, variance] = statistics as [string, string, string, string];
  const { shape } = getValue(graph, gamma);
  const epsilon = to.constant("epsilon", floatTensor(number(node.attributes, "epsilon", 1e-5)));
  const deviation = to.emit("Sqrt", "deviation", [to.emit("Add", "variance", [variance, epsilon], shape)], shape);
  const scale = to.emit("Div", "scale", [gamma, deviation], shape);
  const shift = to.emit("Sub", "shift", [beta, to.emit("Mul", "mean", [mean, scale], shape)], shape);
  return { scale, shift, channels: Number(shape[0]) };
}

/** Axes of the output channels in the weights of the layers that a BatchNormalization can be folded into. */
function channelAxis(layer: Node): number | undefined {
  if (layer.op === "Conv") return 0;
  if (layer.op === "Gemm") return number(layer.attributes, "transB", 0) === 1 ? 0 : 1;
  return undefined;
}

/** The layer before, with scaled weights and bias. */
function fold(graph: Graph, layer: Node, node: Node, axis: number): Replacement {
  const to = createReplacement(node.outputs[0]!);
  const { scale, shift, channels } = scaleAndShift(graph, node, to);
  const [x, weight, bias] = layer.inputs as [string, string, string?];
  const { shape } = getValue(graph, weight);
  const dims = shape.map((_, i) => (i === axis ? channels : 1));
  const factor = to.emit("Reshape", "factor", [scale, to.constant("dims", intTensor(dims))], dims);
  const scaled = to.emit("Mul", "weight", [weight, factor], shape);
  const before = bias && scaledBias(layer, bias, to, channels);
  const moved = before
    ? to.emit("Add", "bias", [to.emit("Mul", "before", [before, scale], [channels]), shift], [channels])
    : shift;
  const attributes = layer.op === "Gemm" ? { ...layer.attributes, beta: 1 } : layer.attributes;
  to.nodes.push({ ...layer, inputs: [x, scaled, moved], outputs: [...node.outputs], attributes });
  return to;
}

/** A Gemm's β belongs to its bias. */
function scaledBias(layer: Node, bias: string, to: Replacement, channels: number): string {
  const beta = layer.op === "Gemm" ? number(layer.attributes, "beta", 1) : 1;
  return beta === 1 ? bias : to.emit("Mul", "beta", [bias, to.constant("factor", floatTensor(beta))], [channels]);
}

/** Where there is no layer to fold into: a depthwise 1×1 Conv, which keeps the runtime in its blocked layout. */
function asDepthwise(graph: Graph, node: Node): Replacement {
  const to = createReplacement(node.outputs[0]!);
  const { scale, shift, channels } = scaleAndShift(graph, node, to);
  const ones = getValue(graph, node.inputs[0]!)
    .shape.slice(2)
    .map(() => 1);
  const dims = [channels, 1, ...ones];
  const weight = to.emit("Reshape", "weight", [scale, to.constant("dims", intTensor(dims))], dims);
  const pads = [...ones, ...ones].map(() => 0);
  const attributes = { kernel_shape: ones, strides: ones, dilations: ones, pads, group: channels };
  to.nodes.push({
    op: "Conv",
    name: node.name,
    inputs: [node.inputs[0]!, weight, shift],
    outputs: [...node.outputs],
    attributes,
  });
  return to;
}

/** Over features without a grid: x·scale + shift. */
function asScaling(graph: Graph, node: Node): Replacement {
  const to = createReplacement(node.outputs[0]!);
  const { scale, shift } = scaleAndShift(graph, node, to);
  const x = node.inputs[0]!;
  const product = to.emit("Mul", "product", [x, scale], getValue(graph, x).shape);
  to.nodes.push({ op: "Add", name: node.name, inputs: [product, shift], outputs: [...node.outputs], attributes: {} });
  return to;
}

/** Folds every BatchNormalization into the Conv or Gemm before it, or turns it into an op that has a pullback. */
export const foldBatchNormalization: Pass = (graph, keep) => {
  const maker = producers(graph.nodes);
  const users = consumers(graph.nodes);
  const values = new Map(graph.values);
  const replaced = new Map<Node, readonly Node[]>();
  for (const node of graph.nodes) {
    if (node.op !== "BatchNormalization") continue;
    const x = node.inputs[0]!;
    const layer = maker.get(x);
    const axis = layer && channelAxis(layer);
    const alone = users.get(x)?.length === 1 && !keep.has(x) && !graph.outputs.includes(x);
    // A layer that a BatchNormalization was folded into already has another output, so it is not found again.
    const folds = layer && axis !== undefined && alone;
    const grid = getValue(graph, x).shape.length > 2;
    const replacement = folds
      ? fold(graph, layer, node, axis)
      : grid
        ? asDepthwise(graph, node)
        : asScaling(graph, node);
    if (folds) replaced.set(layer, []);
    for (const value of replacement.values) values.set(value.name, value);
    replaced.set(node, replacement.nodes);
  }
  return { ...graph, nodes: graph.nodes.flatMap((node) => replaced.get(node) ?? node), values };
};
