import { text } from "../../graph/attributes.ts";
import { findNumbers, type Pullback, type PullbackContext } from "../../pullback/pullback.ts";
import type { Rule } from "./ledger.ts";

/** Ops whose outputs are each one of their inputs' numbers, which may be a constant: a border, a class token, a bound. */
export const placing = ["Concat", "Max", "Min", "Pad", "Where"] as const;

/** What arrives at a constant border: all but what is cut out of it, exactly. */
function atBorder(context: PullbackContext, inside: string): readonly string[] {
  const { builder, emit, attributes, inputs, dy } = context;
  const isConstant = text(attributes, "mode", "constant") === "constant";
  if (!isConstant || !findNumbers(context, 1)?.some((pad) => pad > 0)) return [];
  const padded = emit("Pad", [inside, inputs[1]!, builder.float(0)], { mode: "constant" });
  return [emit("Sub", [dy, padded])];
}

/** What arrives at inputs that no pixel can change. */
function atConstants(context: PullbackContext, pullback: Pullback): readonly string[] {
  const { node, inputs, wants } = context;
  const isConstant = (i: number) => !wants(i) && !(node.op === "Where" && i === 0);
  if (!inputs.some((_, i) => isConstant(i))) return [];
  return pullback({ ...context, wants: isConstant }).flatMap((arrived, i) =>
    arrived !== undefined && isConstant(i) ? [arrived] : [],
  );
}

/** Relevance goes where each output came from; what arrives at constants, and so goes no further, counts as biases'. */
export const noteConstants =
  (pullback: Pullback): Rule =>
  (context) => {
    const { ledger, node } = context;
    const results = pullback(context);
    if (!ledger) return results;
    const ended = node.op === "Pad" ? atBorder(context, results[0]!) : atConstants(context, pullback);
    for (const taken of ended) ledger.bias(context, taken);
    return results;
  };
