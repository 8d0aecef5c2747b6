import { neededNodes } from "../admit/sort.ts";
import { type Graph, getValue, type Node, producers, type Value } from "../graph/graph.ts";

/** Below this many numbers a weight stays in the cache from one product to the next. */
const largeWeight = 2 ** 18;

/** Products of gradients with one large weight, by weight and form. */
function candidates(graph: Graph): Node[][] {
  const groups = new Map<string, Node[]>();
  for (const node of graph.nodes) {
    if (node.op !== "Gemm" || node.inputs.length > 2 || node.attributes.transA === 1) continue;
    const { shape } = getValue(graph, node.inputs[1]!);
    if (shape.reduce<number>((size, d) => size * Number(d), 1) < largeWeight) continue;
    const key = JSON.stringify([node.inputs[1], node.attributes]);
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** Whether no node of the group needs another's result. */
function areIndependent(group: readonly Node[], maker: ReadonlyMap<string, Node>): boolean {
  const members = new Set(group);
  const open = group.flatMap((node) => node.inputs);
  const seen = new Set<string>();
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const node = maker.get(name);
    if (node && members.has(node)) return false;
    if (node) open.push(...node.inputs);
  }
  return true;
}

/**
 * Multiplies the gradients of all methods with a fully connected layer's weight at once, stacked in the batch: such
 * products take as long as reading the weight does, which AlexNet and VGG would do once a method.
 */
export function stackGemms(graph: Graph): Graph {
  const values = new Map<string, Value>(graph.values);
  let nodes = graph.nodes;
  const maker = producers(nodes);
  for (const group of candidates(graph)) {
    if (!areIndependent(group, maker)) continue;
    const [first] = group as [Node];
    const name = `${first.outputs[0]}:stacked`;
    const rows = `${group.length}N` as const;
    const stacked = { type: "float32", shape: [rows, getValue(graph, first.inputs[0]!).shape[1]!] } as const;
    values.set(`${name}-in`, { name: `${name}-in`, ...stacked });
    values.set(name, { name, type: "float32", shape: [rows, getValue(graph, first.outputs[0]!).shape[1]!] });
    const added: Node[] = [
      {
        op: "Concat",
        name: `${name}-in`,
        inputs: group.map((node) => node.inputs[0]!),
        outputs: [`${name}-in`],
        attributes: { axis: 0 },
      },
      { ...first, name, inputs: [`${name}-in`, first.inputs[1]!], outputs: [name] },
      // Without sizes: equal parts, whatever the batch.
      {
        op: "Split",
        name: `${name}-out`,
        inputs: [name],
        outputs: group.map((node) => node.outputs[0]!),
        attributes: { axis: 0 },
      },
    ];
    nodes = [...nodes.filter((node) => !group.includes(node)), ...added];
  }
  return nodes === graph.nodes ? graph : { ...graph, nodes: neededNodes(nodes, graph.outputs), values };
}
