import { type Forest, forestFromBytes, type LeafSet } from "@heatlas/engine";
import type { Part } from "./groups.ts";

/** One forest of the trees that count, over the leaf set of the scope. */
export function joinForests(parts: readonly Part[], leafSet: LeafSet): Forest {
  const [only] = parts;
  if (only && parts.length === 1) {
    return { ...only.trees.forest, missing: only.chosen.map((byte) => 1 - byte) };
  }
  const leaves = leafSet.leaves.length;
  const size = Math.ceil(leaves / 8);
  const trees = parts.reduce((count, { chosen }) => count + chosen.length, 0);
  const members = new Uint8Array(trees * (leaves - 1) * size);
  const missing = new Uint8Array(trees);
  const firstHeights = new Float64Array(trees);
  const rootHeights = new Float64Array(trees);
  let start = 0;
  for (const { trees: columns, chosen, leafSet: own } of parts) {
    const { forest } = columns;
    firstHeights.set(forest.firstHeights, start);
    rootHeights.set(forest.rootHeights, start);
    // The runs have the same models, but not in the same order.
    const places = own.leaves.map(({ id }) => leafSet.places.get(id)!);
    for (let t = 0; t < chosen.length; t++) {
      missing[start + t] = 1 - chosen[t]!;
      for (let merge = 0; merge < leaves - 1; merge++) {
        const first = ((start + t) * (leaves - 1) + merge) * size;
        for (const [leaf, place] of places.entries()) {
          if (!holdsLeaf(forest, merge, t, leaf)) continue;
          members[first + (place >> 3)]! |= 1 << (place & 7);
        }
      }
    }
    start += chosen.length;
  }
  return forestFromBytes({ leaves, members, firstHeights, rootHeights, missing });
}

const holdsLeaf = ({ members, words, trees }: Forest, merge: number, t: number, leaf: number) =>
  (members[(merge * words + (leaf >> 5)) * trees + t]! & (1 << (leaf & 31))) !== 0;
