import type { Merge } from "./merge.ts";

/** The n leaves from one end of the drawing to the other, left before right, as scipy's leaves_list. */
export function leafOrder(merges: readonly Merge[]): number[] {
  const n = merges.length + 1;
  const order: number[] = [];
  const waiting = [2 * n - 2];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const merge = merges[node - n];
    if (merge) waiting.push(merge.right, merge.left);
    else order.push(node);
  }
  return order;
}
