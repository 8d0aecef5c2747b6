import { list, number } from "../graph/attributes.ts";
import { type Graph, getValue, type Node, producers } from "../graph/graph.ts";
import { block } from "./mask.ts";

/** Narrower grids have too few pairs of columns; larger ones take much memory with their sums and differences, and gain less. */
const [least, most] = [7, 28];
/** Products for every number that is cut into columns or joined again: below, that costs what the products save. */
const fewestProducts = 512;
/** Products for every pixel and two channels from which cutting and joining a tensor around one Conv is worth it. */
const largeKernel = 25;

/** Rows times columns of a Conv whose gradient is a large Conv of an odd number of columns that keeps the width; else 0. */
function pairableKernel(graph: Graph, { op, inputs, attributes }: Node): number {
  if (op !== "Conv" || number(attributes, "group", 1) !== 1) return 0;
  const [shape, kernel] = [getValue(graph, inputs[0]!).shape, getValue(graph, inputs[1]!).shape];
  if (shape.length !== 4) return 0;
  const [[outputs, channels, rows, columns], [height, width]] = [kernel.map(Number), shape.slice(2).map(Number)] as [
    [number, number, number, number],
    [number, number],
  ];
  const steps = [...list(attributes, "strides"), ...list(attributes, "dilations")];
  const [top, left, bottom, right] = list(attributes, "pads") as [number, number, number, number];
  const fits =
    steps.every((step) => step === 1) &&
    columns % 2 === 1 &&
    columns > 1 &&
    left === (columns - 1) / 2 &&
    right === left &&
    Math.max(top, bottom) < rows &&
    [outputs, channels].every((count) => count % block === 0) &&
    (rows * columns * outputs * channels) / (outputs + channels) >= fewestProducts &&
    width >= least &&
    Math.max(height, width) <= most;
  return fits ? rows * columns : 0;
}

/**
 * Convs whose gradients are computed on pairs of columns: those of large kernels, and those that follow one another with
 * nothing but ReLUs between, whose gradients stay cut into columns from one to the next. What is asked of the forward pass
 * besides does not count, so that a map does not depend on which others are made with it.
 */
export function pairedConvs(graph: Graph): ReadonlySet<Node> {
  const maker = producers(graph.nodes);
  const readers = new Map<string, number>();
  for (const node of graph.nodes) for (const name of node.inputs) readers.set(name, (readers.get(name) ?? 0) + 1);
  const alone = (name: string) => readers.get(name) === 1;
  const kernels = new Map(graph.nodes.map((node) => [node, pairableKernel(graph, node)] as const));
  const paired = new Set<Node>();
  for (const [conv, size] of kernels) {
    if (size === 0) continue;
    if (size >= largeKernel) paired.add(conv);
    const relu = maker.get(conv.inputs[0]!);
    const before = relu?.op === "Relu" && alone(relu.outputs[0]!) ? maker.get(relu.inputs[0]!) : undefined;
    if (before && kernels.get(before) && alone(before.outputs[0]!)) paired.add(before).add(conv);
  }
  return paired;
}
