import type { Transaction } from "../sql.ts";

/** The scores of the pairs (0,1), (0,2) … (1,2) … of these maps. */
export interface Scores {
  readonly heatmapIds: readonly string[];
  readonly similarities: readonly (number | null)[];
}

/** Writes scores that are not there yet: the smaller id first, in the order of the key. */
export async function saveSimilarities(
  tx: Transaction,
  projectId: string,
  settingId: string,
  scores: readonly Scores[],
): Promise<void> {
  const rows = scores.flatMap(pairsOf).sort((p, q) => (p.a === q.a ? compare(p.b, q.b) : compare(p.a, q.a)));
  await tx`
    insert into similarity (project_id, setting_id, heatmap_a_id, heatmap_b_id, value)
    select ${projectId}, ${settingId}, a, b, value
    from unnest(${rows.map((row) => row.a)}::uuid[], ${rows.map((row) => row.b)}::uuid[],
      ${rows.map((row) => row.value)}::float8[]) as pair (a, b, value)
    on conflict do nothing`;
}

const compare = (a: string, b: string) => (a < b ? -1 : 1);

function pairsOf({ heatmapIds, similarities }: Scores) {
  const rows: { a: string; b: string; value: number | null }[] = [];
  let pair = 0;
  heatmapIds.forEach((first, i) => {
    for (const second of heatmapIds.slice(i + 1)) {
      const [a, b] = first < second ? [first, second] : [second, first];
      rows.push({ a, b, value: similarities[pair++] ?? null });
    }
  });
  return rows;
}
