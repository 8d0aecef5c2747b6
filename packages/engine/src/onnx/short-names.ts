import type { Graph, Node, Value } from "../graph/graph.ts";

/** What the builder calls a node that it makes, and its output. */
const builtName = /^[a-z0-9]+_\d+$/;

/**
 * The same graph with its inner tensors counted instead of called: names are most of a compiled graph's bytes, since
 * every mention of a tensor spells its own out. Inputs and outputs are called as they were, and so are the model's nodes,
 * by which the runtime tells what failed.
 */
export function shortenNames(graph: Graph): Graph {
  const taken = new Set([...graph.inputs, ...graph.outputs]);
  const names = new Map([...taken, ""].map((name) => [name, name]));
  let count = 0;
  const shorten = (name: string): string => {
    const known = names.get(name);
    if (known !== undefined) return known;
    let short: string;
    do short = (count++).toString(36);
    while (taken.has(short));
    names.set(name, short);
    return short;
  };
  const nodes = graph.nodes.map((node): Node => {
    const inputs = node.inputs.map(shorten);
    const outputs = node.outputs.map(shorten);
    const isBuilt = node.name === node.outputs[0] && builtName.test(node.name);
    return { ...node, name: isBuilt ? outputs[0]! : node.name, inputs, outputs };
  });
  const values = new Map(
    [...graph.values].flatMap(([name, value]): [string, Value][] => {
      const short = names.get(name);
      return short === undefined ? [] : [[short, { ...value, name: short }]];
    }),
  );
  return { ...graph, nodes, values, aliases: new Map() };
}
