import type { TargetLayer } from "../admit/target-layer.ts";
import { createBuilder } from "../graph/builder.ts";
import { type Graph, getValue } from "../graph/graph.ts";
import { prune } from "../graph/prune.ts";
import type { ProgramKind } from "../method/method.ts";
import { backward } from "../pullback/backward.ts";
import { reshapeTo } from "../pullback/reshape-to.ts";
import { pullbacks } from "../pullback/table.ts";
import type { Prepared } from "./prepare.ts";

/** A graph with one output that a method evaluates again and again. */
export interface Program {
  readonly kind: ProgramKind;
  readonly graph: Graph;
  /** Its inputs, by what they hold; undefined where it does not read that. */
  readonly inputs: { readonly pixels?: string; readonly target?: string; readonly activations?: string };
}

/** Class scores from pictures: [n, 3, H, W] → [n, K]. */
function scores({ forward, input, scores: name, classCount }: Prepared): Program {
  const builder = createBuilder(forward);
  return {
    kind: "scores",
    graph: builder.finish([reshapeTo(builder, name, ["N", classCount])]),
    inputs: { pixels: input },
  };
}

/** The gradient of a class's score: [n, 3, H, W] and int64 [n] → [n, 3, H, W]. */
function gradient({ forward, profile, input, scores: name, classCount }: Prepared): Program {
  const builder = createBuilder(forward, profile);
  const target = builder.input({ name: "heatlas:target", type: "int64", shape: ["N"] });
  const oneHot = builder.emit("OneHot", [target, builder.int(classCount), builder.float([0, 1])], { axis: 1 });
  const seed = reshapeTo(builder, oneHot, builder.shape(name));
  const dx = backward({ builder, graph: forward, from: name, seed, to: [input], table: pullbacks }).get(input)!;
  return { kind: "gradient", graph: builder.finish([dx]), inputs: { pixels: input, target } };
}

/** A layer's activations: [n, 3, H, W] → [n, C, h, w]. */
const activations = ({ forward, input }: Prepared, { tensor }: TargetLayer): Program => ({
  kind: "activations",
  graph: prune({ ...forward, outputs: [tensor] }),
  inputs: { pixels: input },
});

/** Class scores from a layer's activations, which the caller gives; the picture too, where it has another way past them. */
function head({ forward, input, scores: name, classCount }: Prepared, { tensor }: TargetLayer): Program {
  const nodes = forward.nodes.filter((node) => !node.outputs.includes(tensor));
  const { tensor: _, known: __, ...value } = getValue(forward, tensor);
  const builder = createBuilder({
    ...forward,
    nodes,
    inputs: [input, tensor],
    values: new Map([...forward.values, [tensor, value]]),
  });
  const graph = builder.finish([reshapeTo(builder, name, ["N", classCount])]);
  const readsPicture = graph.nodes.some((node) => node.inputs.includes(input));
  if (readsPicture) return { kind: "head", graph, inputs: { pixels: input, activations: tensor } };
  return { kind: "head", graph: { ...graph, inputs: [tensor] }, inputs: { activations: tensor } };
}

/** Builds one of the programs; those about a layer need one. */
export function buildProgram(prepared: Prepared, kind: ProgramKind, layer: TargetLayer | null): Program {
  if (kind === "scores") return scores(prepared);
  if (kind === "gradient") return gradient(prepared);
  if (!layer) throw new Error(`${kind} without a layer`);
  return kind === "activations" ? activations(prepared, layer) : head(prepared, layer);
}
