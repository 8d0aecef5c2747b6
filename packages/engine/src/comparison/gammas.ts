import { EngineError } from "../errors.ts";
import type { Forest } from "../pattern/index.ts";
import { doubledRanks, rankProduct } from "./levels.ts";

/** Leaves that two forests share: places in the leaf set of each, side by side. */
export interface SharedLeaves {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/**
 * Baker's γ (bakersGamma) of many pairs of trees, over the leaves that they share: each tree is taken as pruned to them,
 * which leaves the order in which its pairs come together. −1…1.
 * @param pairs places of trees: a tree of `a`, a tree of `b`
 * @throws EngineError `too-few-leaves` for fewer than three shared leaves: two make only one tree
 */
export function bakersGammas(
  a: Forest,
  b: Forest,
  { a: leavesA, b: leavesB }: SharedLeaves,
  pairs: readonly (readonly [number, number])[],
): Float64Array {
  const n = leavesA.length;
  if (n < 3) {
    throw new EngineError("too-few-leaves", `Two trees of ${n} shared leaves cannot differ; it takes 3.`, { n });
  }
  const [ranksA, ranksB] = [rankReader(a, leavesA), rankReader(b, leavesB)];
  return Float64Array.from(pairs, ([treeA, treeB]) => {
    const [one, other] = [ranksA(treeA), ranksB(treeB)];
    return rankProduct(one, other) / Math.sqrt(rankProduct(one, one) * rankProduct(other, other));
  });
}

/** Reads, tree by tree into the same room, the doubled ranks of how early each pair of leaves comes together. */
function rankReader(forest: Forest, leaves: readonly number[]): (tree: number) => Int32Array {
  const n = leaves.length;
  const { members, words, trees } = forest;
  const merges = forest.leaves - 1;
  const pairs = (n * (n - 1)) / 2;
  const [levels, ranks, counts] = [new Int32Array(pairs), new Int32Array(pairs), new Int32Array(merges)];
  const [word, bit] = [Int32Array.from(leaves, (leaf) => leaf >> 5), Int32Array.from(leaves, (leaf) => leaf & 31)];
  const inside = new Int32Array(n);
  return (tree) => {
    levels.fill(-1);
    for (let j = 0; j < merges; j++) {
      let size = 0;
      for (let leaf = 0; leaf < n; leaf++) {
        if ((members[(j * words + word[leaf]!) * trees + tree]! >>> bit[leaf]!) & 1) inside[size++] = leaf;
      }
      for (let p = 0; p < size; p++) {
        const low = inside[p]!;
        const row = low * n - (low * (low + 1)) / 2 - low - 1;
        for (let q = p + 1; q < size; q++) if (levels[row + inside[q]!]! < 0) levels[row + inside[q]!] = j;
      }
    }
    doubledRanks(levels, counts, ranks);
    return ranks;
  };
}
