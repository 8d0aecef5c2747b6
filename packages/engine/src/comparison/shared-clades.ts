import { type Merge, memberBits } from "../clustering/index.ts";

/** Of each merge of a tree, whether another tree of the same leaves has its cluster too; the root always. */
export function sharedClades(merges: readonly Merge[], other: readonly Merge[]): boolean[] {
  const known = new Set(memberBits(other).map(String));
  return memberBits(merges).map((bits) => known.has(String(bits)));
}
