import { UnsupportedOpError } from "../errors.ts";
import { number } from "../graph/attributes.ts";
import { constantValue } from "../graph/builder.ts";
import { consumers, type Graph, getValue, type Node, producers, type Value } from "../graph/graph.ts";
import { floatTensor, numbers } from "../graph/tensor.ts";
import type { Pass } from "./pass.ts";

/** BatchNormalization at inference is y = x·scale + shift, per channel. */
function scaleAndShift(graph: Graph, node: Node): { scale: number[]; shift: number[] } {
  const [gamma, beta, mean, variance] = node.inputs.slice(1).map((name) => {
    const { tensor } = getValue(graph, name);
    if (!tensor) throw new UnsupportedOpError(node.op, node.name, "its statistics are not constants");
    return numbers(tensor);
  }) as [number[], number[], number[], number[]];
  const epsilon = number(node.attributes, "epsilon", 1e-5);
  const scale = gamma.map((g, i) => g / Math.sqrt(variance[i]! + epsilon));
  return { scale, shift: beta.map((b, i) => b - mean[i]! * scale[i]!) };
}

/** What a pass adds to a graph: constants and nodes. */
interface Additions {
  readonly values: Value[];
  readonly nodes: Node[];
}

const float = (added: Additions, name: string, data: readonly number[], dims: readonly number[]): string => {
  added.values.push(constantValue(name, floatTensor(data, dims)));
  return name;
};

/** Axes of the output channels in the weights of the layers that a BatchNormalization can be folded into. */
function channelAxis(layer: Node): number | undefined {
  if (layer.op === "Conv") return 0;
  if (layer.op === "Gemm") return number(layer.attributes, "transB", 0) === 1 ? 0 : 1;
  return undefined;
}

/** The layer before, with scaled weights. The scaling is a node, so that the weights stay borrowed; runtimes fold it. */
function fold(graph: Graph, layer: Node, node: Node, axis: number): Additions {
  const { scale, shift } = scaleAndShift(graph, node);
  const [x, weight, bias] = layer.inputs as [string, string, string?];
  const output = node.outputs[0]!;
  const { shape } = getValue(graph, weight);
  const added: Additions = { values: [], nodes: [] };
  const factor = float(
    added,
    `${output}:scale`,
    scale,
    shape.map((_, i) => (i === axis ? scale.length : 1)),
  );
  const scaled = `${output}:weight`;
  added.values.push({ name: scaled, type: "float32", shape });
  added.nodes.push({ op: "Mul", name: scaled, inputs: [weight, factor], outputs: [scaled], attributes: {} });
  const before = bias ? numbers(getValue(graph, bias).tensor!) : scale.map(() => 0);
  const beta = number(layer.attributes, "beta", 1);
  const all = scale.map((s, i) => shift[i]! + s * beta * before[before.length === 1 ? 0 : i]!);
  const attributes = layer.op === "Gemm" ? { ...layer.attributes, beta: 1 } : layer.attributes;
  added.nodes.push({
    ...layer,
    inputs: [x, scaled, float(added, `${output}:bias`, all, [all.length])],
    outputs: [output],
    attributes,
  });
  return added;
}

/** Where there is no layer to fold into: a depthwise 1×1 Conv, which keeps the runtime in its blocked layout. */
function asDepthwise(graph: Graph, node: Node): Additions {
  const { scale, shift } = scaleAndShift(graph, node);
  const [x, output] = [node.inputs[0]!, node.outputs[0]!];
  const spatial = getValue(graph, x).shape.length - 2;
  const added: Additions = { values: [], nodes: [] };
  const ones = Array.from({ length: spatial }, () => 1);
  const attributes = {
    kernel_shape: ones,
    strides: ones,
    dilations: ones,
    pads: [...ones, ...ones].map(() => 0),
    group: scale.length,
  };
  const weight = float(added, `${output}:scale`, scale, [scale.length, 1, ...ones]);
  const bias = float(added, `${output}:shift`, shift, [shift.length]);
  added.nodes.push({ op: "Conv", name: node.name, inputs: [x, weight, bias], outputs: [output], attributes });
  return added;
}

/** Over features without a grid: x·scale + shift. */
function asScaling(graph: Graph, node: Node): Additions {
  const { scale, shift } = scaleAndShift(graph, node);
  const [x, output] = [node.inputs[0]!, node.outputs[0]!];
  const added: Additions = { values: [], nodes: [] };
  const product = `${output}:scaled`;
  added.values.push({ ...getValue(graph, output), name: product });
  const factor = float(added, `${output}:scale`, scale, [scale.length]);
  const summand = float(added, `${output}:shift`, shift, [shift.length]);
  added.nodes.push({ op: "Mul", name: product, inputs: [x, factor], outputs: [product], attributes: {} });
  added.nodes.push({ op: "Add", name: node.name, inputs: [product, summand], outputs: [output], attributes: {} });
  return added;
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
    const constantBias = !layer?.inputs[2] || getValue(graph, layer.inputs[2]).tensor !== undefined;
    const folds = layer && axis !== undefined && alone && constantBias;
    const added = folds
      ? fold(graph, layer, node, axis)
      : getValue(graph, x).shape.length > 2
        ? asDepthwise(graph, node)
        : asScaling(graph, node);
    if (folds) replaced.set(layer, []);
    for (const value of added.values) values.set(value.name, value);
    replaced.set(node, added.nodes);
  }
  return { ...graph, nodes: graph.nodes.flatMap((node) => replaced.get(node) ?? node), values };
};
