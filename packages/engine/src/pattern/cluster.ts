import { maskOf } from "./forest.ts";
import type { LeafSet } from "./leaf-set.ts";

/** A set of leaves, and the merges that can form exactly it. A tree forms it at most once. */
export interface Cluster {
  /** As the members of a merge. */
  readonly mask: Uint32Array;
  /** Merges, both included. */
  readonly from: number;
  readonly to: number;
}

/** @param to the last merge but that of the root by default */
export function clusterIn(
  places: readonly number[],
  { leaves }: LeafSet,
  from: number,
  to: number = leaves.length - 3,
): Cluster {
  return { mask: maskOf(places, Math.ceil(leaves.length / 32)), from: Math.max(from, 0), to };
}
