import type { Graph, Node } from "../graph/graph.ts";

/**
 * A pass: the same function by a simpler graph. Tensors in `keep` must live on, under their name or an alias, because a
 * caller looks at them.
 */
export type Pass = (graph: Graph, keep: ReadonlySet<string>) => Graph;

/** The graph with some tensors replaced by equal ones, wherever they are read; the old names become aliases. */
export function substitute(graph: Graph, replaced: ReadonlyMap<string, string>): Graph {
  if (replaced.size === 0) return graph;
  const current = (name: string): string => {
    let result = name;
    for (let next = replaced.get(result); next !== undefined; next = replaced.get(result)) result = next;
    return result;
  };
  const nodes = graph.nodes
    .filter((node) => !(node.outputs.length === 1 && replaced.has(node.outputs[0]!)))
    .map(
      (node): Node =>
        node.inputs.some((name) => replaced.has(name)) ? { ...node, inputs: node.inputs.map(current) } : node,
    );
  const values = new Map(graph.values);
  for (const name of replaced.keys()) values.delete(name);
  return {
    ...graph,
    nodes,
    values,
    outputs: graph.outputs.map(current),
    aliases: new Map([...graph.aliases, ...replaced]),
  };
}
