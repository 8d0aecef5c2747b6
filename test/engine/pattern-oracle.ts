import type { Merge } from "../../packages/engine/src/clustering/index.ts";
import type { Pattern } from "../../packages/engine/src/pattern/index.ts";
import type { LeafSet } from "../../packages/engine/src/pattern/leaf-set.ts";

/** One image, as a person would hold it: its merges and the numbers of its maps, null where one is missing. */
export interface ImageFacts {
  readonly merges: readonly Merge[] | null;
  readonly areas: readonly (number | null)[];
  readonly offObject: readonly (number | null)[];
  readonly ratings: readonly (number | null)[];
}

/** The clusters in the order in which they form, each the set of its leaves' ids. */
function clustersOf(merges: readonly Merge[], set: LeafSet): Set<string>[] {
  const n = set.leaves.length;
  const clusters: Set<string>[] = [];
  const members = (node: number) => (node < n ? new Set([set.leaves[node]!.id]) : clusters[node - n]!);
  for (const { left, right } of merges) clusters.push(new Set([...members(left), ...members(right)]));
  return clusters;
}

const isSame = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
  a.size === b.size && [...a].every((leaf) => b.has(leaf));

/** The definitions of §5, word for word; null is unknown. */
export function holds(pattern: Pattern, facts: ImageFacts, set: LeafSet): boolean | null {
  if ("all" in pattern) {
    const parts = pattern.all.map((part) => holds(part, facts, set));
    return parts.includes(false) ? false : parts.includes(null) ? null : true;
  }
  if ("any" in pattern) {
    const parts = pattern.any.map((part) => holds(part, facts, set));
    return parts.includes(true) ? true : parts.includes(null) ? null : false;
  }
  if ("not" in pattern) {
    const part = holds(pattern.not, facts, set);
    return part === null ? null : !part;
  }
  const place = (leaf: string) => set.leaves.findIndex(({ id }) => id === leaf);
  if ("smallestArea" in pattern) {
    const own = facts.areas[place(pattern.smallestArea.leaf)]!;
    const others = facts.areas.filter((_, at) => at !== place(pattern.smallestArea.leaf));
    if (own === null) return null;
    if (others.some((area) => area !== null && area <= own)) return false;
    return others.includes(null) ? null : true;
  }
  if ("offObject" in pattern) {
    const share = facts.offObject[place(pattern.offObject.leaf)]!;
    return share === null ? null : share > pattern.offObject.share;
  }
  if ("rated" in pattern) {
    const { leaf, op, threshold } = pattern.rated;
    const rating = facts.ratings[place(leaf)]!;
    if (rating === null) return null;
    if (op === "at-least") return rating >= threshold;
    if (op === "at-most") return rating <= threshold;
    return op === "above" ? rating > threshold : rating < threshold;
  }
  return facts.merges === null ? null : holdsOnTree(pattern, facts.merges, set);
}

function holdsOnTree(pattern: Pattern, merges: readonly Merge[], set: LeafSet): boolean {
  const clusters = clustersOf(merges, set);
  const all = set.leaves.map(({ id }) => id);
  const joinsAs = (leaf: string, merge: Merge) => {
    const place = set.leaves.findIndex(({ id }) => id === leaf);
    return merge.left === place || merge.right === place;
  };
  if ("joinsLast" in pattern) return joinsAs(pattern.joinsLast.leaf, merges.at(-1)!);
  if ("joinsAt" in pattern) return joinsAs(pattern.joinsAt.leaf, merges.at(-pattern.joinsAt.rank)!);
  if ("lastToJoin" in pattern) {
    const { leaves } = pattern.lastToJoin;
    const others = all.filter((leaf) => !leaves.includes(leaf));
    // The moment at which all the others are together: has a member of S joined them by then?
    const together = clusters.find((cluster) => others.every((leaf) => cluster.has(leaf)))!;
    return leaves.every((leaf) => !together.has(leaf));
  }
  if ("firstCluster" in pattern) {
    const wanted = new Set(pattern.firstCluster.leaves);
    return isSame(clusters.find((cluster) => cluster.size >= wanted.size)!, wanted);
  }
  if ("clade" in pattern) {
    const wanted = new Set(pattern.clade.leaves);
    return clusters.some((cluster) => isSame(cluster, wanted));
  }
  if ("noneAlike" in pattern) return merges[0]!.height > pattern.noneAlike.share * merges.at(-1)!.height;
  throw new Error(`The oracle does not know ${JSON.stringify(pattern)}`);
}
