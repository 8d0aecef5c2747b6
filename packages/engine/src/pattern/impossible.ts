import { no } from "./answers.ts";
import { evaluatePattern, evidenceOf } from "./evaluate.ts";
import type { Forest } from "./forest.ts";
import type { LeafSet } from "./leaf-set.ts";
import { everyHistory } from "./null-trees.ts";
import type { Pattern } from "./pattern.ts";

/** Leaves whose 2,700 histories are looked through: with one more there are 56,700. */
const most = 6;

/** By number of leaves. */
const histories = new Map<number, Forest>();

function historiesOf(n: number): Forest {
  const known = histories.get(n) ?? everyHistory(n);
  histories.set(n, known);
  return known;
}

/**
 * Whether no history of the leaves shows all of these together. Heights, areas and ratings are left open: what hangs on
 * them is possible. False for more leaves than whose histories are looked through.
 */
export function isImpossible(parts: readonly Pattern[], leafSet: LeafSet): boolean {
  const n = leafSet.leaves.length;
  const all = { all: parts };
  if (n > most || !evidenceOf(all).includes("tree")) return false;
  const forest = historiesOf(n);
  return evaluatePattern(all, { leafSet, images: forest.trees, forest }).every((answer) => answer === no);
}
