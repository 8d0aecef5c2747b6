import { text } from "../../graph/attributes.ts";
import { findNumbers, type Pullback, type PullbackContext } from "../../pullback/pullback.ts";
import type { Rule } from "./ledger.ts";

/** Ops whose outputs are each one of their inputs' numbers, which may be a constant: a border, a class token, a bound. */
export const placing = ["Concat", "Max", "Min", "Pad", "Where"] as const;

/** Whether some output can be a constant. */
function placesConstants(context: PullbackContext): boolean {
  const { node, attributes, inputs, wants } = context;
  if (node.op === "Pad") {
    return (
      text(attributes, "mode", "constant") === "constant" && (findNumbers(context, 1) ?? []).some((pad) => pad > 0)
    );
  }
  return inputs.some((_, i) => !wants(i) && !(node.op === "Where" && i === 0));
}

/** Relevance goes where each output came from; what arrives at constants, and so goes no further, counts as biases'. */
export const noteConstants =
  (pullback: Pullback): Rule =>
  (context) => {
    const { dy, ledger, wants } = context;
    const results = pullback(context);
    if (ledger && placesConstants(context)) {
      ledger.bias(context, dy);
      results.forEach((reached, i) => {
        if (reached !== undefined && wants(i)) ledger.bias(context, reached, -1);
      });
    }
    return results;
  };
