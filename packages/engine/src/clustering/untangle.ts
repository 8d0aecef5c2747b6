import { entanglement, placesOf } from "./entanglement.ts";
import { leafOrder } from "./leaf-order.ts";
import type { Merge } from "./merge.ts";

/**
 * Leaf orders of two trees of the same leaves, side by side, with few crossings: each tree in turn turns its merges to
 * follow the other, as long as the entanglement falls. A heuristic: the best pair of orders is costly to find.
 */
export function untangle(a: readonly Merge[], b: readonly Merge[]): { left: number[]; right: number[] } {
  let best = { left: leafOrder(a), right: leafOrder(b) };
  let least = entanglement(best.left, best.right);
  for (;;) {
    const right = follow(b, best.left);
    const left = follow(a, right);
    const next = [
      { left: best.left, right },
      { left, right },
    ].map((pair) => ({
      pair,
      crossed: entanglement(pair.left, pair.right),
    }));
    const [found] = next.sort((p, q) => p.crossed - q.crossed);
    if (!(found!.crossed < least)) return best;
    best = found!.pair;
    least = found!.crossed;
  }
}

/** The tree's order nearest to another one: the child whose leaves lie earlier there, on average, comes first. */
function follow(merges: readonly Merge[], target: readonly number[]): number[] {
  const n = merges.length + 1;
  const places = placesOf(target);
  const sums = new Float64Array(2 * n - 1);
  for (let leaf = 0; leaf < n; leaf++) sums[leaf] = places[leaf]!;
  const size = (node: number) => merges[node - n]?.size ?? 1;
  const turned = merges.map((merge, position) => {
    const { left, right } = merge;
    sums[n + position] = sums[left]! + sums[right]!;
    return sums[left]! / size(left) <= sums[right]! / size(right) ? merge : { ...merge, left: right, right: left };
  });
  return leafOrder(turned);
}
