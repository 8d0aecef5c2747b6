/**
 * The leaf that the last merge joins alone to all the others (definitions.md §5, joinsLast), or null: two clusters meet
 * there, or two lone leaves, neither of which is the last.
 */
export function lastJoinerOf(merges: readonly { left: number; right: number }[]): number | null {
  const last = merges.at(-1);
  const leafCount = merges.length + 1;
  if (!last) return null;
  const alone = [last.left, last.right].filter((cluster) => cluster < leafCount);
  return alone.length === 1 ? alone[0]! : null;
}
