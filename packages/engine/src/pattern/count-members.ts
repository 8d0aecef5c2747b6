import type { Forest } from "./forest.ts";
import { isMember, sizeOf } from "./scan.ts";

/** A cluster and the number of trees that have it. */
export interface MemberCount {
  readonly members: Uint32Array;
  readonly size: number;
  readonly count: number;
}

/** Clusters met so far, in a table of places by hash: a place is −1 where none is. */
interface Table {
  slots: Int32Array;
  readonly clusters: { readonly members: Uint32Array; readonly hash: number; readonly size: number; count: number }[];
}

/**
 * Every cluster that is formed by the merges from … to (both included) of some tree, and in how many trees: linear in
 * trees. A cluster forms at most once in a tree.
 */
export function countMembers(forest: Forest, from: number, to: number): readonly MemberCount[] {
  const { members, words, trees, missing } = forest;
  const table: Table = { slots: new Int32Array(1024).fill(-1), clusters: [] };
  for (let j = Math.max(from, 0); j <= to; j++) {
    for (let t = 0; t < trees; t++) {
      if (missing?.[t]) continue;
      let hash = 0;
      for (let w = 0; w < words; w++) hash = mix(hash ^ members[(j * words + w) * trees + t]!);
      const slot = findSlot(table, forest, hash, j, t);
      const place = table.slots[slot]!;
      if (place >= 0) table.clusters[place]!.count++;
      else add(table, forest, slot, hash, j, t);
    }
  }
  return table.clusters;
}

/** Every bit of the word changes about half of the result's (Wellons' lowbias32). */
function mix(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x7feb352d);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x846ca68b);
  return mixed ^ (mixed >>> 16);
}

/** Where the cluster is, or is to be. */
function findSlot({ slots, clusters }: Table, forest: Forest, hash: number, j: number, t: number): number {
  const last = slots.length - 1;
  for (let slot = hash & last; ; slot = (slot + 1) & last) {
    const cluster = clusters[slots[slot]!];
    if (!cluster || (cluster.hash === hash && isMember(forest, cluster.members, j, t))) return slot;
  }
}

function add(table: Table, forest: Forest, slot: number, hash: number, j: number, t: number): void {
  const { members, words, trees } = forest;
  const own = Uint32Array.from({ length: words }, (_, w) => members[(j * words + w) * trees + t]!);
  table.slots[slot] = table.clusters.length;
  table.clusters.push({ members: own, hash, size: sizeOf(forest, j, t), count: 1 });
  if (table.clusters.length * 2 <= table.slots.length) return;
  table.slots = new Int32Array(table.slots.length * 2).fill(-1);
  const last = table.slots.length - 1;
  for (const [place, { hash: known }] of table.clusters.entries()) {
    let free = known & last;
    while (table.slots[free]! >= 0) free = (free + 1) & last;
    table.slots[free] = place;
  }
}

/** Places of the leaves of a cluster, lowest first. */
export function placesIn(members: Uint32Array): number[] {
  return Array.from(members).flatMap((word, w) =>
    Array.from({ length: 32 }, (_, bit) => bit).flatMap((bit) => ((word >>> bit) & 1 ? [w * 32 + bit] : [])),
  );
}
