import { canonicalJson, type LeafSet, type Pattern, patternChance } from "@heatlas/engine";

type PatternChance = ReturnType<typeof patternChance>;

const chances = new Map<string, PatternChance>();
const most = 1_000;

/** The engine's chance of a pattern, which may take ten thousand simulated trees, kept for the next who asks. */
export function chanceOf(pattern: Pattern, leafSet: LeafSet): PatternChance {
  const key = JSON.stringify([leafSet.leaves, canonicalJson(pattern)]);
  const found = chances.get(key);
  if (found) return found;
  const chance = patternChance(pattern, leafSet);
  chances.set(key, chance);
  const [oldest] = chances.keys();
  if (chances.size > most) chances.delete(oldest!);
  return chance;
}
