import { findList, number } from "../graph/attributes.ts";
import { type Graph, getValue, type Node } from "../graph/graph.ts";
import { equalShapes } from "../graph/shape.ts";
import { type Pass, substitute } from "./pass.ts";

/** Whether a node hands its first input on unchanged. */
function isIdentity(graph: Graph, node: Node): boolean {
  const ones = (name: string) => findList(node.attributes, name)?.every((v) => v === 1) ?? false;
  switch (node.op) {
    case "Identity":
      return true;
    case "Pad":
      return getValue(graph, node.inputs[1]!).known?.every((p) => p === 0) ?? false;
    case "AveragePool":
      return (
        ones("kernel_shape") && ones("strides") && (findList(node.attributes, "pads")?.every((p) => p === 0) ?? false)
      );
    case "Concat":
      return node.inputs.length === 1;
    case "Cast":
      return getValue(graph, node.inputs[0]!).type === getValue(graph, node.outputs[0]!).type;
    case "Transpose":
      return findList(node.attributes, "perm")?.every((p, i) => p === i) ?? false;
    case "Reshape":
    case "Flatten":
    case "Expand":
      return (
        equalShapes(getValue(graph, node.inputs[0]!).shape, getValue(graph, node.outputs[0]!).shape) &&
        number(node.attributes, "axis", 1) === 1
      );
    default:
      return false;
  }
}

/** Leaves out what does nothing: Identity, Dropout (read as Identity), zero pads, pools over one element. */
export const removeIdentities: Pass = (graph) => {
  const replaced = new Map<string, string>();
  for (const node of graph.nodes) {
    // Resolved at once: a chain of identities must not be walked again for each of its tensors.
    if (isIdentity(graph, node)) replaced.set(node.outputs[0]!, replaced.get(node.inputs[0]!) ?? node.inputs[0]!);
  }
  return substitute(graph, replaced);
};
