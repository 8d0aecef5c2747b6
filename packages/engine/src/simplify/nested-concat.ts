import { number } from "../graph/attributes.ts";
import type { Node } from "../graph/graph.ts";
import type { Pass } from "./pass.ts";

/** Longer lists are left alone: comparing their prefixes would cost more than it saves. */
const longestList = 256;

/**
 * concat([a, b, c]) after concat([a, b]) becomes concat([ab, c]). DenseNet's blocks are exported as such chains, and
 * without this the backward pass sums ever longer lists: time and memory grow with the square of the depth.
 */
export const nestConcats: Pass = (graph) => {
  const joined = new Map<string, Node>();
  const key = (node: Node, count: number) =>
    `${number(node.attributes, "axis", 1)}:${node.inputs.slice(0, count).join("\n")}`;
  const nodes = graph.nodes.map((node) => {
    if (node.op !== "Concat" || node.inputs.length > longestList) return node;
    let result = node;
    for (let count = node.inputs.length - 1; count >= 2; count--) {
      const prefix = joined.get(key(node, count));
      if (!prefix) continue;
      result = { ...node, inputs: [prefix.outputs[0]!, ...node.inputs.slice(count)] };
      break;
    }
    joined.set(key(node, node.inputs.length), node);
    return result;
  });
  return { ...graph, nodes };
};
