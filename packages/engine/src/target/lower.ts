import { neededNodes } from "../admit/sort.ts";
import { list, number } from "../graph/attributes.ts";
import { type Builder, createBuilder } from "../graph/builder.ts";
import { type Graph, getValue, type Node } from "../graph/graph.ts";
import { evenLrn } from "./even-lrn.ts";
import { paddedAverage } from "./padded-average.ts";
import { isMiscounted, paddedMaximum } from "./padded-maximum.ts";
import type { TargetProfile } from "./profile.ts";
import { quadrupleChannels, readsTriples } from "./quadruple-channels.ts";
import { quadrupleGroups, straddlesGroups } from "./quadruple-groups.ts";
import { stuffedTranspose } from "./stuffed-transpose.ts";

/** A form that takes the place of some nodes of an op. */
interface Lowering {
  /** Whether the node needs it. */
  applies(profile: TargetProfile, node: Node, graph: Graph): boolean;
  /** Emits it, and gives the name of its result. */
  emit(builder: Builder, node: Node): string;
}

const lowerings: Readonly<Record<string, readonly Lowering[]>> = {
  AveragePool: [
    {
      // Without ceil mode no window reaches beyond the padding.
      applies: ({ countedPadding }, { attributes }) =>
        countedPadding === "padded" &&
        number(attributes, "count_include_pad", 0) === 1 &&
        number(attributes, "ceil_mode", 0) === 1,
      emit: paddedAverage,
    },
  ],
  Conv: [
    {
      applies: ({ channels }, { inputs, attributes }, graph) =>
        channels === "quadruples" &&
        number(attributes, "group", 1) === 1 &&
        list(attributes, "kernel_shape").some((k) => k > 1) &&
        readsTriples(Number(getValue(graph, inputs[0]!).shape[1])),
      emit: quadrupleChannels,
    },
    {
      applies: ({ channels }, { outputs, attributes }, graph) =>
        channels === "quadruples" &&
        straddlesGroups(Number(getValue(graph, outputs[0]!).shape[1]), number(attributes, "group", 1)),
      emit: quadrupleGroups,
    },
  ],
  ConvTranspose: [
    {
      applies: ({ groupedTranspose }, { attributes }) =>
        groupedTranspose === "stuffed" && number(attributes, "group", 1) > 1,
      emit: stuffedTranspose,
    },
  ],
  LRN: [
    {
      // No provider has windows of an even number of channels.
      applies: (_, { attributes }) => number(attributes, "size", 1) % 2 === 0,
      emit: evenLrn,
    },
  ],
  MaxPool: [
    {
      applies: ({ pool }, node, graph) => pool === "compare" && isMiscounted(graph, node),
      emit: paddedMaximum,
    },
  ],
};

const findLowering = (profile: TargetProfile, node: Node, graph: Graph): Lowering | undefined =>
  lowerings[node.op]?.find(({ applies }) => applies(profile, node, graph));

/** The same graph in forms that the profile's provider runs: the model's own nodes too, not only those of gradients. */
export function lower(graph: Graph, profile: TargetProfile): Graph {
  const found = new Map(graph.nodes.map((node) => [node, findLowering(profile, node, graph)]));
  const lowered = graph.nodes.filter((node) => found.get(node));
  if (lowered.length === 0) return graph;
  const builder = createBuilder({ ...graph, nodes: graph.nodes.filter((node) => !found.get(node)) }, profile);
  for (const node of lowered) builder.rename(found.get(node)!.emit(builder, node), node.outputs[0]!);
  const results = lowered.map(({ outputs }) => outputs[0]!);
  // As outputs they stay, although they are made behind those that read them: the nodes are sorted next.
  const { nodes, values } = builder.finish([...graph.outputs, ...results]);
  // A form may have nodes that need another form: the Conv of a grouped ConvTranspose.
  return lower({ ...graph, nodes: neededNodes(nodes, graph.outputs), values }, profile);
}
