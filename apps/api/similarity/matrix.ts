import type { GraphQLResolveInfo } from "graphql";
import type { Context } from "../context.ts";
import { loadWithSiblings } from "../siblings.ts";

/**
 * The symmetric matrix of similarities between heat maps under one setting: 1 on the diagonal, null where the measure is
 * not defined. All matrices of a list are read by one statement.
 */
export async function similaritiesOf(
  { db, project }: Context,
  info: GraphQLResolveInfo,
  settingId: string,
  heatmapIds: readonly string[],
): Promise<(number | null)[][]> {
  const key = JSON.stringify([settingId, heatmapIds]);
  const scores = await loadWithSiblings(info, key, async (keys) => {
    const wanted = keys.map((each) => JSON.parse(each) as [string, string[]]);
    const ids = [...new Set(wanted.flatMap(([, maps]) => maps))];
    const rows = await db.similarity.findMany({
      where: {
        projectId: project.id,
        settingId: { in: [...new Set(wanted.map(([setting]) => setting))] },
        heatmapAId: { in: ids },
        heatmapBId: { in: ids },
      },
      select: { settingId: true, heatmapAId: true, heatmapBId: true, value: true },
    });
    const found = new Map(rows.map((row) => [pairKey(row.settingId, row.heatmapAId, row.heatmapBId), row.value]));
    return new Map(keys.map((each) => [each, found]));
  });
  return heatmapIds.map((a) => heatmapIds.map((b) => (a === b ? 1 : (scores?.get(pairKey(settingId, a, b)) ?? null))));
}

/** Pairs are kept with the smaller id first. */
const pairKey = (setting: string, a: string, b: string) => `${setting} ${a < b ? a : b} ${a < b ? b : a}`;
