import type { Labels } from "./cut.ts";

/** Numbers of leaf pairs that two partitions put together or apart. */
interface PairCounts {
  readonly together: number;
  readonly onlyInA: number;
  readonly onlyInB: number;
  readonly apart: number;
}

function pairCounts(a: Labels, b: Labels): PairCounts {
  const pairs = (sizes: Iterable<number>) => [...sizes].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
  const together = pairs(sizesOf(a.map((label, leaf) => `${label} ${b[leaf]}`)));
  const onlyInA = pairs(sizesOf(a)) - together;
  const onlyInB = pairs(sizesOf(b)) - together;
  return { together, onlyInA, onlyInB, apart: pairs([a.length]) - together - onlyInA - onlyInB };
}

function sizesOf(labels: readonly (string | number)[]): Iterable<number> {
  const sizes = new Map<string | number, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  return sizes.values();
}

/** Agreement of two partitions beyond chance (Hubert and Arabie 1985): 1 for equal ones, about 0 for unrelated ones. */
export function adjustedRand(a: Labels, b: Labels): number {
  const { together, onlyInA, onlyInB, apart } = pairCounts(a, b);
  if (onlyInA === 0 && onlyInB === 0) return 1;
  const chance = (together + onlyInA) * (onlyInA + apart) + (together + onlyInB) * (onlyInB + apart);
  return (2 * (together * apart - onlyInA * onlyInB)) / chance;
}

/** Geometric mean of the shares of pairs together in one that are together in the other (Fowlkes and Mallows 1983), 0–1. */
export function fowlkesMallows(a: Labels, b: Labels): number {
  const { together, onlyInA, onlyInB } = pairCounts(a, b);
  if (together === 0) return 0;
  return Math.sqrt(together / (together + onlyInA)) * Math.sqrt(together / (together + onlyInB));
}
