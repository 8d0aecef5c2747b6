import { EngineError } from "../errors.ts";
import type { Graph, Node } from "../graph/graph.ts";
import type { Pullback, PullbackTable } from "../pullback/pullback.ts";
import { relu } from "../pullback/relu.ts";
import { pullbacks } from "../pullback/table.ts";
import type { MethodContext, Parameters } from "./method.ts";

/**
 * Which ReLUs a rule takes part in (definitions.md §1): `all`, or only those that a library which hooks modules would
 * see, told by a pattern over node names (the empty pattern matches none).
 */
export const reluScopeDefaults: Parameters = { reluScope: "all", reluPattern: "" };

/** @throws EngineError `bad-parameter` */
export function checkReluScope({ reluScope, reluPattern }: Parameters): void {
  if (reluScope !== "all" && reluScope !== "modules") {
    throw new EngineError(
      "bad-parameter",
      `The parameter "reluScope" is ${JSON.stringify(reluScope)}; it takes "all" or "modules".`,
      { name: "reluScope" },
    );
  }
  try {
    new RegExp(String(reluPattern));
  } catch {
    throw new EngineError(
      "bad-parameter",
      `The parameter "reluPattern" is no regular expression: ${String(reluPattern)}.`,
      { name: "reluPattern" },
    );
  }
}

/** Whether a node is within the scope. */
export function inScope({ reluScope, reluPattern }: Parameters): (node: Node) => boolean {
  if (reluScope === "all") return () => true;
  if (!reluPattern) return () => false;
  const pattern = new RegExp(String(reluPattern));
  return (node) => pattern.test(node.name);
}

/** Whether no ReLU takes part: the rule's map is then the vanilla gradient, bit for bit. */
export const isOutOfScope = (graph: Pick<Graph, "nodes">, parameters: Parameters): boolean =>
  !graph.nodes.some((node) => node.op === "Relu" && inScope(parameters)(node));

/** True derivatives but for the ReLUs in scope, which follow `rule`. */
export function reluTable({ parameters }: Pick<MethodContext, "parameters">, rule: Pullback): PullbackTable {
  const takesPart = inScope(parameters);
  return { ...pullbacks, Relu: (context) => (takesPart(context.node) ? rule(context) : relu(context)) };
}
