import { list, number } from "../graph/attributes.ts";
import { type Graph, getValue, type Node, producers } from "../graph/graph.ts";
import { block } from "./mask.ts";

/** Below this many channels, cutting a tensor into columns and joining it again costs what the products save. */
const fewestChannels = 64;
/** Narrower grids have too few pairs of columns; larger ones do not fit the cache with their sums and differences. */
const [least, most] = [7, 56];

/** Whether a Conv's gradient is a Conv of three columns that keeps the width, and a large one. */
function isPairable(graph: Graph, { op, inputs, attributes }: Node): boolean {
  if (op !== "Conv" || number(attributes, "group", 1) !== 1) return false;
  const [shape, kernel] = [getValue(graph, inputs[0]!).shape, getValue(graph, inputs[1]!).shape];
  if (shape.length !== 4) return false;
  const [[outputs, channels, rows, columns], [height, width]] = [kernel.map(Number), shape.slice(2).map(Number)] as [
    [number, number, number, number],
    [number, number],
  ];
  const steps = [...list(attributes, "strides"), ...list(attributes, "dilations")];
  const [top, left, bottom, right] = list(attributes, "pads") as [number, number, number, number];
  return (
    steps.every((step) => step === 1) &&
    columns === 3 &&
    left === 1 &&
    right === 1 &&
    Math.max(top, bottom) < rows &&
    [outputs, channels].every((count) => count >= fewestChannels && count % block === 0) &&
    width >= least &&
    Math.max(height, width) <= most
  );
}

/**
 * Convs of three columns that stand in a chain with nothing but ReLUs between: their gradients can stay cut into columns
 * from one to the next (columns.ts). What is asked of the forward pass besides does not count, so that a map does not
 * depend on which others are made with it.
 */
export function chainedConvs(graph: Graph): ReadonlySet<Node> {
  const maker = producers(graph.nodes);
  const readers = new Map<string, number>();
  for (const node of graph.nodes) for (const name of node.inputs) readers.set(name, (readers.get(name) ?? 0) + 1);
  const alone = (name: string) => readers.get(name) === 1;
  const pairable = graph.nodes.filter((node) => isPairable(graph, node));
  const chained = new Set<Node>();
  for (const conv of pairable) {
    const relu = maker.get(conv.inputs[0]!);
    const before = relu?.op === "Relu" && alone(relu.outputs[0]!) ? maker.get(relu.inputs[0]!) : undefined;
    if (!before || !pairable.includes(before) || !alone(before.outputs[0]!)) continue;
    chained.add(before).add(conv);
  }
  return chained;
}
