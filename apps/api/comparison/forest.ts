import type { Context } from "../context.ts";
import { readTrees, type TreeColumns, uuidAt } from "../pattern/columns.ts";
import { cacheOf } from "../pattern/groups.ts";
import type { Side } from "./side.ts";

/** All the trees of a side's method under its setting, as columns that are kept from one question to the next. */
export async function treesOf(context: Context, { layer, run }: Side): Promise<TreeColumns> {
  const key = `trees ${layer.runId} ${layer.methodPosition} ${layer.settingId}`;
  return await cacheOf(context).get(key, String(run.doneTrees), () => readTrees(context.sql, layer, run.models.length));
}

/** Trees of the same image on both sides, in the order of the first. */
export function pairTrees(a: TreeColumns, b: TreeColumns): [number, number][] {
  const places = new Map<string, number>();
  for (let tree = 0; tree < b.positions.length; tree++) places.set(imageKey(b, tree), tree);
  return Array.from(a.positions, (_, tree): [number, number | undefined] => [
    tree,
    places.get(imageKey(a, tree)),
  ]).filter((pair): pair is [number, number] => pair[1] !== undefined);
}

/** Shorter than the uuid's text, and as good a key. */
const imageKey = ({ imageIds }: TreeColumns, tree: number) => imageIds.toString("latin1", tree * 16, tree * 16 + 16);

export const imageIdAt = ({ imageIds }: TreeColumns, tree: number) => uuidAt(imageIds, tree);
