import { UnsupportedOpError } from "../errors.ts";
import type { Builder } from "../graph/builder.ts";
import type { Dim, Graph, Node } from "../graph/graph.ts";
import { dependents, pathNodes } from "../graph/path.ts";
import { equalShapes } from "../graph/shape.ts";
import { emitMeeting } from "./blocked.ts";
import { pairedConvs } from "./choose-paired.ts";
import type { Pullback, PullbackTable } from "./pullback.ts";
import { reshapeTo } from "./reshape-to.ts";

/** Sums a gradient down to the shape of an input that was broadcast. */
function unbroadcast(builder: Builder, gradient: string, name: string): string {
  const [from, to] = [builder.shape(gradient), builder.shape(name)];
  if (equalShapes(from, to)) return gradient;
  const lead = from.length - to.length;
  const axes = from.flatMap((d: Dim, i) => (i < lead || (to[i - lead] === 1 && d !== 1) ? [i] : []));
  const summed = axes.length > 0 ? builder.emit("ReduceSum", [gradient, builder.int(axes)], { keepdims: 1 }) : gradient;
  if (equalShapes(builder.shape(summed), to)) return summed;
  if (builder.shape(summed).length > to.length) return reshapeTo(builder, summed, to);
  // A gradient that is constant over an axis may arrive unrepeated.
  return builder.emit("Expand", [summed, builder.emit("Shape", [name])]);
}

export interface Walk {
  /** Emits onto this builder, which began with `graph`. */
  readonly builder: Builder;
  readonly graph: Graph;
  /** Where the walk begins, and the gradient there. */
  readonly from: string;
  readonly seed: string;
  /** The tensors whose gradients are wanted. */
  readonly to: readonly string[];
  readonly table: PullbackTable;
}

/**
 * The reverse walk: carries `seed` from `from` back to each tensor of `to` by the table's pullbacks. Gradients that meet
 * are added; those of broadcast inputs are summed down. A tensor that `from` does not depend on gets none.
 *
 * @throws UnsupportedOpError for an op on the way that the table lacks
 */
export function backward({ builder, graph, from, seed, to, table }: Walk): ReadonlyMap<string, string> {
  const reached = dependents(graph, to);
  const gradients = new Map([[from, seed]]);
  const arrive = (name: string, gradient: string) => {
    const summed = unbroadcast(builder, gradient, name);
    const before = gradients.get(name);
    gradients.set(name, before === undefined ? summed : emitMeeting(builder, before, summed));
  };
  const paired = builder.profile.mask === "blocked" ? pairedConvs(graph) : new Set<Node>();
  for (const node of pathNodes(graph, to, from).reverse()) {
    const dys = node.outputs.map((name) => gradients.get(name));
    const dy = dys[0] ?? dys.find((d) => d !== undefined);
    if (dy === undefined) continue;
    const wants = (i: number) => Boolean(node.inputs[i] && reached.has(node.inputs[i]));
    const pullback = getPullback(table, node);
    const { emit, shape } = builder;
    const [output] = node.outputs as [string];
    const results = pullback({
      builder,
      emit,
      shape,
      node,
      attributes: node.attributes,
      inputs: node.inputs,
      output,
      dy,
      dys,
      paired: paired.has(node),
      wants,
    });
    results.forEach((gradient, i) => {
      if (gradient !== undefined && wants(i)) arrive(node.inputs[i]!, gradient);
    });
  }
  return new Map(to.flatMap((name) => (gradients.has(name) ? [[name, gradients.get(name)!]] : [])));
}

function getPullback(table: PullbackTable, node: Node): Pullback {
  const pullback = Object.hasOwn(table, node.op) ? table[node.op] : undefined;
  if (!pullback) throw new UnsupportedOpError(node.op, node.name);
  return pullback;
}
