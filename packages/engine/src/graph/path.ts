import { type Graph, getValue, type Node } from "./graph.ts";

const isFloat = (graph: Graph, name: string) => graph.values.get(name)?.type === "float32";

/** Ops whose result does not move when their input does: nothing flows back through them. */
const stops = new Set([
  "ArgMax",
  "Shape",
  "Size",
  "Sign",
  "Floor",
  "Ceil",
  "Equal",
  "Greater",
  "GreaterOrEqual",
  "Less",
  "LessOrEqual",
  "Not",
]);

/** Tensors that depend smoothly on one of `from`, which are among them. */
export function dependents(graph: Graph, from: Iterable<string>): Set<string> {
  const reached = new Set(from);
  for (const node of graph.nodes) {
    if (stops.has(node.op) || !node.inputs.some((name) => reached.has(name))) continue;
    for (const output of node.outputs) if (isFloat(graph, output)) reached.add(output);
  }
  return reached;
}

/** The nodes through which a change of `from` reaches `to`, in running order. */
export function pathNodes(graph: Graph, from: Iterable<string>, to: string): Node[] {
  const forward = dependents(graph, from);
  const needed = new Set([to]);
  const path: Node[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((name) => needed.has(name) && forward.has(name))) continue;
    if (!node.inputs.some((name) => forward.has(name))) continue;
    path.push(node);
    for (const name of node.inputs) if (forward.has(name)) needed.add(name);
  }
  return path.reverse();
}

/** The extents behind batch and channels; null for a tensor that is no grid. */
export function grid(graph: Graph, name: string): { channels: number; height: number; width: number } | null {
  const [batch, channels, height, width, more] = getValue(graph, name).shape;
  if (batch !== "N" || more !== undefined) return null;
  return typeof channels === "number" && typeof height === "number" && typeof width === "number"
    ? { channels, height, width }
    : null;
}
