import { constantValue } from "../graph/builder.ts";
import { type Dim, getValue, type Node, type Value } from "../graph/graph.ts";
import { intTensor } from "../graph/tensor.ts";
import type { Pass } from "./pass.ts";

/** The contents of a small integer tensor that hold no batch. */
function constantOf(value: Value): Value | undefined {
  const { known, shape, type, name } = value;
  if (value.tensor || type !== "int64" || !known?.every((d): d is number => typeof d === "number")) return undefined;
  return constantValue(name, intTensor(known, shape.map(Number)));
}

/**
 * Writes shape arithmetic as constants: what is known without the batch becomes an initialiser, and a Reshape whose
 * shape holds the batch gets 0 or −1 in its place.
 */
export const foldConstants: Pass = (graph) => {
  const values = new Map(graph.values);
  const nodes: Node[] = [];
  for (const node of graph.nodes) {
    const constants = node.outputs.map((name) => (name ? constantOf(getValue(graph, name)) : undefined));
    if (constants.every((value) => value !== undefined)) {
      for (const value of constants) values.set(value.name, value);
      continue;
    }
    const shape = node.op === "Reshape" ? getValue(graph, node.outputs[0]!).shape : [];
    const batches = shape.filter((d) => typeof d === "string").length;
    if (node.op !== "Reshape" || batches > 1) {
      nodes.push(node);
      continue;
    }
    const from = getValue(graph, node.inputs[0]!).shape;
    const target = shape.map((d: Dim, i) => (typeof d === "number" ? d : from[i] === d ? 0 : -1));
    const name = `${node.outputs[0]}:shape`;
    values.set(name, constantValue(name, intTensor(target)));
    nodes.push({ ...node, inputs: [node.inputs[0]!, name], attributes: {} });
  }
  return { ...graph, nodes, values };
};
