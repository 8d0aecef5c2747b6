import { getTargetLayer } from "../admit/target-layer.ts";
import { type Builder, createBuilder } from "../graph/builder.ts";
import type { Graph } from "../graph/graph.ts";
import type { GraphMethod, MethodContext, RelevanceShares } from "../method/method.ts";
import type { ResolvedMethod } from "../method/resolve.ts";
import { backward } from "../pullback/backward.ts";
import { reshapeTo } from "../pullback/reshape-to.ts";
import type { Prepared } from "./prepare.ts";
import { stackGemms } from "./stack-gemms.ts";

/** Names of a compiled graph's inputs and outputs, which avoid the model's own. */
export interface Ports {
  /** Input, int64 [N] (or [N, T]): the class to explain; negative means the model's own first choice. */
  readonly target: string;
  /** Output, float32 [N, K]. */
  readonly logits: string;
  /** Output, int64 [N] (or [N, T]): the class that was explained. */
  readonly targetUsed: string;
  /** Outputs: for every target, one map a method, in their order. */
  readonly maps: readonly (readonly MapPorts[])[];
}

export interface MapPorts {
  readonly map: string;
  /** Outputs, float32 [N]: what biases and ε took of the relevance; undefined for methods without. */
  readonly shares?: RelevanceShares;
}

/** A method to emit: what was asked for, and its definition. */
export interface Wanted {
  readonly resolved: ResolvedMethod;
  readonly method: GraphMethod;
}

/** The explained classes: the caller's, or the first choice where those are negative. */
function emitTarget(builder: Builder, logits: string, target: string, targets: number): string {
  const first = builder.emit("ArgMax", [logits], { axis: 1, keepdims: targets > 1 ? 1 : 0 });
  return builder.emit("Where", [builder.emit("Less", [target, builder.int(0)]), first, target]);
}

/** Gives a tensor the name that a port should have, unless the model has that name for another tensor. */
function expose(builder: Builder, graph: Graph, tensor: string, name: string): string {
  if (tensor === name) return name;
  return builder.rename(tensor, freeName(graph, name));
}

function freeName(graph: Graph, name: string): string {
  let port = name;
  while (graph.values.has(port) || graph.aliases.has(port)) port = `heatlas:${port}`;
  return port;
}

/** The graph of all methods for all targets: the forward pass once, every map an output. */
export function emitExplanations(
  prepared: Prepared,
  wanted: readonly Wanted[],
  targets: number,
  shares: boolean,
): { graph: Graph; ports: Ports } {
  const { forward, scores, classCount } = prepared;
  const builder = createBuilder(forward, prepared.profile);
  const logits = reshapeTo(builder, scores, ["N", classCount]);
  const target = builder.input({
    name: freeName(forward, "target"),
    type: "int64",
    shape: targets > 1 ? ["N", targets] : ["N"],
  });
  const used = emitTarget(builder, logits, target, targets);
  const maps = Array.from({ length: targets }, (_, t): MapPorts[] => {
    const column = targets > 1 ? builder.emit("Gather", [used, builder.int(t)], { axis: 1 }) : used;
    const seed = builder.emit("OneHot", [column, builder.int(classCount), builder.float([0, 1])], { axis: 1 });
    return wanted.map(({ resolved, method }) => {
      const suffix = targets > 1 ? `:${t}` : "";
      const taken: RelevanceShares[] = [];
      const map = method.emit(
        createContext(builder, prepared, resolved, { logits, seed }, shares ? (s) => taken.push(s) : undefined),
      );
      const [share] = taken;
      return {
        map: expose(builder, forward, map, `${resolved.output}${suffix}`),
        ...(share && {
          shares: {
            bias: expose(builder, forward, share.bias, `${resolved.output}${suffix}:bias`),
            epsilon: expose(builder, forward, share.epsilon, `${resolved.output}${suffix}:epsilon`),
          },
        }),
      };
    });
  });
  const ports: Ports = {
    target,
    logits: expose(builder, forward, logits, "logits"),
    targetUsed: expose(builder, forward, used, "target_used"),
    maps,
  };
  const outputs = maps.flat().flatMap(({ map, shares: share }) => (share ? [map, share.bias, share.epsilon] : [map]));
  return { graph: stackGemms(builder.finish([ports.logits, ports.targetUsed, ...outputs])), ports };
}

function createContext(
  builder: Builder,
  { forward, input, scores, targetLayer }: Prepared,
  { parameters }: ResolvedMethod,
  { logits, seed }: { logits: string; seed: string },
  note: MethodContext["note"],
): MethodContext {
  const gradients: MethodContext["gradients"] = (table, at, start = seed) => {
    const shaped = reshapeTo(builder, start, builder.shape(scores));
    const found = backward({ builder, graph: forward, from: scores, seed: shaped, to: at, table });
    // A layer that the logits do not depend on has no gradient: zeros of its shape.
    return at.map((name) => found.get(name) ?? builder.emit("Mul", [name, builder.float(0)]));
  };
  return {
    builder,
    forward,
    input,
    logits,
    seed,
    parameters,
    layer: typeof parameters.layer === "string" ? getTargetLayer(forward, parameters.layer) : targetLayer,
    gradient: (table, at, start) => gradients(table, [at], start)[0]!,
    gradients,
    note,
  };
}
