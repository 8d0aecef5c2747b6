import { getValue } from "../graph/graph.ts";
import type { Pass } from "./pass.ts";

/** GlobalMaxPool as a MaxPool over the whole grid: one rule for where the gradient goes. */
export const windowGlobalMaxPool: Pass = (graph) => ({
  ...graph,
  nodes: graph.nodes.map((node) => {
    if (node.op !== "GlobalMaxPool") return node;
    const kernel = getValue(graph, node.inputs[0]!).shape.slice(2).map(Number);
    const ones = kernel.map(() => 1);
    const pads = [...kernel, ...kernel].map(() => 0);
    return {
      ...node,
      op: "MaxPool",
      attributes: { kernel_shape: kernel, strides: ones, dilations: ones, pads, ceil_mode: 0 },
    };
  }),
});
