import type { Builder } from "./builder.ts";
import type { Graph } from "./graph.ts";

/**
 * Emits a graph's nodes again with some tensors replaced, and gives the new name of every tensor that changed. What does
 * not depend on a replaced tensor is shared.
 */
export function replay(
  builder: Builder,
  graph: Graph,
  replaced: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const names = new Map(replaced);
  for (const node of graph.nodes) {
    if (node.outputs.some((name) => replaced.has(name)) || !node.inputs.some((name) => names.has(name))) continue;
    const inputs = node.inputs.map((name) => names.get(name) ?? name);
    const outputs = builder.emitAll(node.op, inputs, node.attributes, node.outputs.length);
    node.outputs.forEach((name, i) => {
      names.set(name, outputs[i]!);
    });
  }
  return names;
}
