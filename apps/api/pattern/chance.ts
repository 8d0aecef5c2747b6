import { canonicalJson, isCounted, type LeafSet, type Pattern, patternChance } from "@heatlas/engine";
import { onThread } from "../statistics/threads.ts";

type PatternChance = ReturnType<typeof patternChance>;

const chances = new Map<string, Promise<PatternChance>>();
const most = 1_000;

/**
 * The engine's chance of a pattern, kept for the next who asks. Where ten thousand trees must be looked at, a thread beside
 * the requests does it.
 */
export async function chanceOf(pattern: Pattern, leafSet: LeafSet): Promise<PatternChance> {
  const key = JSON.stringify([leafSet.leaves, canonicalJson(pattern)]);
  const found = chances.get(key);
  if (found) return await found;
  const chance = isCounted(pattern, leafSet)
    ? onThread("patternChance", pattern, leafSet)
    : Promise.resolve(patternChance(pattern, leafSet));
  chances.set(key, chance);
  chance.catch(() => chances.delete(key));
  const [oldest] = chances.keys();
  if (chances.size > most) chances.delete(oldest!);
  return await chance;
}
