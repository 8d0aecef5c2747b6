import { number } from "../graph/attributes.ts";
import { consumers, getValue, type Node, producers, type Value } from "../graph/graph.ts";
import type { Pass } from "./pass.ts";

/**
 * MaxPool(Concat(a, b)) over channels becomes Concat(MaxPool(a), MaxPool(b)): joined on a grid of a quarter of the size,
 * and each pool's gradient goes straight to the layer it came from. SqueezeNet's fire modules end so.
 */
export const poolParts: Pass = (graph, keep) => {
  const maker = producers(graph.nodes);
  const users = consumers(graph.nodes);
  const values = new Map<string, Value>(graph.values);
  const nodes = graph.nodes.flatMap((node): Node[] => {
    const joined = node.inputs[0]!;
    const concat = node.op === "MaxPool" && node.outputs.length === 1 ? maker.get(joined) : undefined;
    const alone = users.get(joined)?.length === 1 && !keep.has(joined) && !graph.outputs.includes(joined);
    if (concat?.op !== "Concat" || number(concat.attributes, "axis", 1) !== 1 || !alone) return [node];
    const output = getValue(graph, node.outputs[0]!);
    const pools = concat.inputs.map((part, i): Node => {
      const name = `${output.name}:part-${i}`;
      const shape = output.shape.map((d, axis) => (axis === 1 ? getValue(graph, part).shape[1]! : d));
      values.set(name, { name, type: output.type, shape });
      return { ...node, name, inputs: [part], outputs: [name] };
    });
    return [...pools, { ...concat, inputs: pools.map(({ name }) => name), outputs: node.outputs, name: node.name }];
  });
  return { ...graph, nodes, values };
};
