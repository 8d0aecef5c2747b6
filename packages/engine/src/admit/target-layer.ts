import { EngineError } from "../errors.ts";
import { findList } from "../graph/attributes.ts";
import { findTensor, type Graph, getValue, type Node, producers } from "../graph/graph.ts";
import { grid } from "../graph/path.ts";
import { nearNames } from "./near-names.ts";

export interface TargetLayer {
  readonly tensor: string;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** Ops of a classifier's head: the walk back from the logits passes them (definitions.md §1). */
const head = new Set([
  "Softmax",
  "LogSoftmax",
  "Gemm",
  "MatMul",
  "Flatten",
  "Reshape",
  "Squeeze",
  "Unsqueeze",
  "Dropout",
  "Identity",
]);
const poolings = new Set(["GlobalAveragePool", "GlobalMaxPool", "AveragePool", "MaxPool", "ReduceMean", "ReduceMax"]);

/** A 1×1 Conv that already gives one map per class. */
function isClassConv(graph: Graph, node: Node | undefined, classCount: number): boolean {
  if (node?.op !== "Conv") return false;
  const kernel = findList(node.attributes, "kernel_shape") ?? [];
  return kernel.every((k) => k === 1) && getValue(graph, node.outputs[0]!).shape[1] === classCount;
}

/** A grid larger than 1×1; one row of one channel is a pooled layer whose channels were moved last, as in ConvNeXt's head. */
function findWide(graph: Graph, name: string): ReturnType<typeof grid> {
  const found = grid(graph, name);
  const isRow = found?.channels === 1 && found.height === 1;
  return found && found.height * found.width > 1 && !isRow ? found : null;
}

/**
 * The tensor that CAMs look at: walking back from the logits through the head to the first tensor whose grid is larger
 * than 1×1 (definitions.md §1, "Target layer of the CAMs"). Null for a model without one, such as an MLP.
 */
export function findTargetLayer(graph: Graph, logits: string, classCount: number): TargetLayer | null {
  const maker = producers(graph.nodes);
  let name = logits;
  for (;;) {
    const node = maker.get(name);
    const step = node && stepBack(graph, node, name, maker, classCount);
    if (step !== undefined) name = step;
    else return describe(graph, name);
  }
}

/** What the walk looks at next; undefined where it has arrived, or can go no further. */
function stepBack(
  graph: Graph,
  node: Node,
  name: string,
  maker: ReadonlyMap<string, Node>,
  classCount: number,
): string | undefined {
  const before = node.inputs.find((n) => n && !getValue(graph, n).tensor);
  if (before === undefined) return undefined;
  if (node.op === "Dropout" || node.op === "Identity") return before;
  if (isClassConv(graph, node, classCount)) return before;
  if (node.op === "Relu" && isClassConv(graph, maker.get(before), classCount)) return before;
  if (findWide(graph, name)) return undefined;
  const flat = getValue(graph, name).shape.length < 4 || grid(graph, name) !== null;
  // Below the head a layer of 1×1 is still head: fully connected layers with their activations.
  return head.has(node.op) || poolings.has(node.op) || flat ? before : undefined;
}

function describe(graph: Graph, name: string): TargetLayer | null {
  const size = findWide(graph, name);
  return size && { tensor: name, ...size };
}

/**
 * A tensor that the caller names as the target layer.
 *
 * @throws EngineError `no-such-layer` where the graph lacks it or where it is no grid
 */
export function getTargetLayer(graph: Graph, tensor: string): TargetLayer {
  const name = findTensor(graph, tensor);
  const size = name === undefined ? null : grid(graph, name);
  if (name === undefined || !size) {
    const why = name === undefined ? "has no tensor" : "has no grid [N, C, height, width] at the tensor";
    const near = nearNames(
      tensor,
      graph.nodes.flatMap(({ outputs }) => outputs).filter((output) => grid(graph, output)),
    );
    const hint = near.length > 0 ? ` (near names: ${near.map((each) => `"${each}"`).join(", ")})` : "";
    throw new EngineError(
      "no-such-layer",
      `The model ${why} "${tensor.slice(0, 200)}"${hint}; name the output of one of its nodes, or leave the target layer out.`,
      { tensor, why, hint },
    );
  }
  return { tensor: name, ...size };
}
