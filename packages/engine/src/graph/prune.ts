import type { Graph, Node } from "./graph.ts";

/** The graph without nodes and values that its outputs do not need. Inputs stay: they are the caller's. */
export function prune(graph: Graph): Graph {
  const needed = new Set(graph.outputs);
  const nodes: Node[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((output) => needed.has(output))) continue;
    nodes.push(withoutUnread(node, needed));
    for (const input of node.inputs) needed.add(input);
  }
  for (const input of graph.inputs) needed.add(input);
  nodes.reverse();
  const kept = new Set([...needed, ...nodes.flatMap((node) => node.outputs)]);
  const values = new Map([...graph.values].filter(([name]) => kept.has(name)));
  return { ...graph, nodes, values };
}

/** The node without outputs at its end that nobody reads. A Split has as many as sizes, whoever reads them. */
function withoutUnread(node: Node, needed: ReadonlySet<string>): Node {
  const last = node.outputs.findLastIndex((output) => needed.has(output));
  if (last === node.outputs.length - 1 || node.op === "Split") return node;
  return { ...node, outputs: node.outputs.slice(0, last + 1) };
}
