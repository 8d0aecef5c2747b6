import type { Sql } from "../sql.ts";

/** The key of a pair of maps: it is kept with the smaller id first. */
export const pairKey = (a: string, b: string) => (a < b ? `${a} ${b}` : `${b} ${a}`);

/** The pairs (0,1), (0,2) … (1,2) … of these maps. */
export function pairsOf(ids: readonly string[]): string[] {
  return ids.flatMap((a, i) => ids.slice(i + 1).map((b) => pairKey(a, b)));
}

/** What is stored of pairs of these maps under a setting; null where the measure is not defined. */
export async function findScores(
  sql: Sql,
  projectId: string,
  settingId: string,
  ids: readonly string[],
): Promise<Map<string, number | null>> {
  const rows = await sql<{ heatmapAId: string; heatmapBId: string; value: number | null }[]>`
    select heatmap_a_id, heatmap_b_id, value from similarity
    where project_id = ${projectId} and setting_id = ${settingId}
      and heatmap_a_id = any(${[...ids]}::uuid[]) and heatmap_b_id = any(${[...ids]}::uuid[])`;
  return new Map(rows.map(({ heatmapAId, heatmapBId, value }) => [pairKey(heatmapAId, heatmapBId), value]));
}
