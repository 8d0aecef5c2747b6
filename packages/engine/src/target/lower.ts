import { neededNodes } from "../admit/sort.ts";
import { number } from "../graph/attributes.ts";
import { type Builder, createBuilder } from "../graph/builder.ts";
import type { Graph, Node } from "../graph/graph.ts";
import { paddedAverage } from "./padded-average.ts";
import type { TargetProfile } from "./profile.ts";
import { stuffedTranspose } from "./stuffed-transpose.ts";

/** Emits what takes a node's place, and gives the name of its result. */
type Lowering = (builder: Builder, node: Node) => string;

/** The form that a node needs on the profile's provider; undefined where it can stay as it is. */
function findLowering(profile: TargetProfile, { op, attributes }: Node): Lowering | undefined {
  if (op === "ConvTranspose" && profile.groupedTranspose === "stuffed" && number(attributes, "group", 1) > 1)
    return stuffedTranspose;
  // Without ceil mode no window reaches beyond the padding.
  const isCounted = number(attributes, "count_include_pad", 0) === 1 && number(attributes, "ceil_mode", 0) === 1;
  return op === "AveragePool" && profile.countedPadding === "padded" && isCounted ? paddedAverage : undefined;
}

/** The same graph in forms that the profile's provider runs: the model's own nodes too, not only those of gradients. */
export function lower(graph: Graph, profile: TargetProfile): Graph {
  const lowered = graph.nodes.flatMap((node) => {
    const lowering = findLowering(profile, node);
    return lowering ? [{ node, lowering }] : [];
  });
  if (lowered.length === 0) return graph;
  const replaced = new Set(lowered.map(({ node }) => node));
  const builder = createBuilder({ ...graph, nodes: graph.nodes.filter((node) => !replaced.has(node)) }, profile);
  for (const { node, lowering } of lowered) builder.rename(lowering(builder, node), node.outputs[0]!);
  const results = lowered.map(({ node }) => node.outputs[0]!);
  // As outputs they stay, although they are made behind those that read them: the nodes are sorted next.
  const { nodes, values } = builder.finish([...graph.outputs, ...results]);
  return { ...graph, nodes: neededNodes(nodes, graph.outputs), values };
}
