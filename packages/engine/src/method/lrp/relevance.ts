import type { MethodContext } from "../method.ts";
import { epsilonRule, tiny } from "./epsilon.ts";
import { createLedger, type Rule } from "./ledger.ts";
import { lrpTable } from "./table.ts";

/**
 * Relevance at the picture: the class score, shared out backwards by one rule for layers with weights and one for sums. What
 * of it biases and stabilisers took is noted, where somebody asked for it.
 *
 * @param summingRule by default sums share by what they add
 */
export function emitRelevance(
  { builder, gradient, input, seed, logits, note }: MethodContext,
  weightedRule: Rule,
  summingRule: Rule = epsilonRule(tiny),
): string {
  const ledger = note && createLedger(builder, logits);
  const table = lrpTable(weightedRule, summingRule, ledger);
  const relevance = gradient(table, input, builder.emit("Mul", [seed, logits]));
  const totals = ledger?.totals();
  if (totals) note?.(totals);
  return relevance;
}
