import type { Cluster } from "./cluster.ts";
import type { Forest } from "./forest.ts";
import { isMember } from "./scan.ts";

/** As many leaves' sets are few enough to be counted all at once. */
const fewLeaves = 16;

/**
 * In how many of the chosen trees each cluster is formed. However many are asked for, each merge is looked at once.
 * @param chosen one byte a tree, 1 where it counts, else 0
 */
export function countClusters(forest: Forest, clusters: readonly Cluster[], chosen: Uint8Array): number[] {
  const counts = new Array<number>(clusters.length).fill(0);
  const last = clusters.reduce((most, { to }) => Math.max(most, to), -1);
  for (let j = 0; j <= last; j++) {
    const wanted = [...clusters.keys()].filter((place) => clusters[place]!.from <= j && j <= clusters[place]!.to);
    if (wanted.length === 0) continue;
    const masks = wanted.map((place) => clusters[place]!.mask);
    const found = countMerge(forest, j, masks, chosen);
    for (const [at, place] of wanted.entries()) counts[place]! += found[at]!;
  }
  return counts;
}

/** In how many of the chosen trees merge j has exactly these members, for each of the masks. */
function countMerge(forest: Forest, j: number, masks: readonly Uint32Array[], chosen: Uint8Array): number[] {
  if (masks.length === 1) return [countOne(forest, j, masks[0]!, chosen)];
  return forest.leaves <= fewLeaves ? countAll(forest, j, masks, chosen) : countSome(forest, j, masks, chosen);
}

// All without a branch but where several words must be compared: which trees count has no order that a processor could
// foresee.

function countOne(forest: Forest, j: number, mask: Uint32Array, chosen: Uint8Array): number {
  const { members, words, trees } = forest;
  const column = j * words * trees;
  const first = mask[0]!;
  let count = 0;
  if (words === 1) {
    for (let t = 0; t < trees; t++) count += (members[column + t] === first ? 1 : 0) & chosen[t]!;
  } else {
    for (let t = 0; t < trees; t++) {
      if (members[column + t] === first && isMember(forest, mask, j, t)) count += chosen[t]!;
    }
  }
  return count;
}

/** Counts every set of leaves. */
function countAll(
  { members, leaves, trees }: Forest,
  j: number,
  masks: readonly Uint32Array[],
  chosen: Uint8Array,
): number[] {
  const counts = new Uint32Array(2 ** leaves);
  const column = j * trees;
  for (let t = 0; t < trees; t++) {
    const word = members[column + t]!;
    counts[word] = counts[word]! + chosen[t]!;
  }
  return masks.map(([word]) => counts[word!]!);
}

/** Of a slot for each twelve bits of a hash. */
const slotShift = 20;

/** Multiplicative, by the golden ratio (Knuth, The Art of Computer Programming, §6.4). */
const slotOf = (word: number) => Math.imul(word, 0x9e3779b1) >>> slotShift;

/** Looks members up by their first word: most meet an empty slot. Masks of one slot are chained; 0 ends a chain. */
function countSome(forest: Forest, j: number, masks: readonly Uint32Array[], chosen: Uint8Array): number[] {
  const { members, words, trees } = forest;
  const heads = new Uint16Array(2 ** (32 - slotShift));
  const nexts = new Uint16Array(masks.length + 1);
  const keys = new Uint32Array(masks.length + 1);
  const counts = new Uint32Array(masks.length + 1);
  for (const [at, mask] of masks.entries()) {
    const slot = slotOf(mask[0]!);
    keys[at + 1] = mask[0]!;
    nexts[at + 1] = heads[slot]!;
    heads[slot] = at + 1;
  }
  const column = j * words * trees;
  for (let t = 0; t < trees; t++) {
    const word = members[column + t]!;
    for (let at = heads[slotOf(word)]!; at !== 0; at = nexts[at]!) {
      if (keys[at] !== word || (words > 1 && !isMember(forest, masks[at - 1]!, j, t))) continue;
      counts[at] = counts[at]! + chosen[t]!;
    }
  }
  return [...counts.subarray(1)];
}
