import { createHash } from "node:crypto";
import type { SettingRow } from "../analysis/setting.ts";
import type { Transaction } from "../sql.ts";

/** A dendrogram, and the scores that it was made from. */
export interface Tree {
  readonly identity: Uint8Array;
  readonly methodPosition: number;
  readonly imagePosition: number;
  readonly imageId: string;
  readonly method: string;
  /** In the leaf set's order. */
  readonly heatmapIds: readonly string[];
  /** Of the pairs (0,1), (0,2) … (1,2) …; null where the measure is not defined. */
  readonly similarities: readonly (number | null)[];
  readonly merges: readonly { left: number; right: number; height: number; size: number; members: Uint8Array }[];
  readonly rootHeight: number;
  readonly cophenetic: number | null;
  readonly ties: boolean;
  readonly leafOrder: readonly number[];
}

/** The row of an ordered list of models, made where it is missing. */
export async function ensureLeafSet(tx: Transaction, projectId: string, modelIds: readonly string[]): Promise<string> {
  const identity = createHash("sha256").update(JSON.stringify(modelIds)).digest();
  const [made] = await tx<{ id: string }[]>`
    insert into leaf_set (project_id, identity, size) values (${projectId}, ${identity}, ${modelIds.length})
    on conflict (project_id, identity) do nothing returning id`;
  if (made) {
    await tx`
      insert into leaf_set_model (project_id, leaf_set_id, position, model_id)
      select ${projectId}, ${made.id}, place - 1, id
      from unnest(${[...modelIds]}::uuid[]) with ordinality as leaf (id, place)`;
    return made.id;
  }
  const [found] = await tx<{ id: string }[]>`
    select id from leaf_set where project_id = ${projectId} and identity = ${identity}`;
  return found!.id;
}

/**
 * Writes trees and links them to the run, once each, however often they are computed. Returns how many links are new.
 * Rows are written in the order of their keys, so that two runs that make the same trees wait for each other in turn.
 */
export async function saveTrees(
  tx: Transaction,
  run: { projectId: string; id: string },
  setting: SettingRow,
  leafSetId: string,
  trees: readonly Tree[],
): Promise<number> {
  const { projectId } = run;
  const ordered = [...trees].sort((a, b) => Buffer.compare(a.identity, b.identity));
  const made = await tx<{ id: string; identity: Buffer }[]>`
    insert into clustering (project_id, identity, setting_id, leaf_set_id, image_id, method, heatmap_ids, root_height,
      cophenetic, ties, leaf_order, merge_members, first_height, areas, top_classes, off_object, map_flags)
    select ${projectId}, identity, ${setting.clusteringSettingId}, ${leafSetId}, image_id, method, heatmap_ids,
      root_height, cophenetic, ties, leaf_order, merge_members, first_height, areas, top_classes, off_object, map_flags
    from json_to_recordset(${JSON.stringify(ordered.map(treeRecord))}::text::json) as tree (
      identity bytea, image_id uuid, method text, heatmap_ids uuid[], root_height float8, cophenetic float8,
      ties boolean, leaf_order int[], merge_members bytea, first_height float8)
    cross join lateral (
      select array_agg(coalesce(area, 'NaN') order by place), array_agg(top_class order by place),
        case when count(off_object) > 0 then array_agg(coalesce(off_object, 'NaN') order by place) end, bit_or(flags)
      from unnest(heatmap_ids) with ordinality as leaf (id, place)
      left join heatmap on heatmap.project_id = ${projectId} and heatmap.id = leaf.id) 
      as maps (areas, top_classes, off_object, map_flags)
    on conflict (project_id, identity) do nothing
    returning id, identity`;
  const ids = new Map(made.map((row) => [row.identity.toString("hex"), row.id]));
  const merges = ordered.flatMap((tree) => mergeRecords(ids.get(hex(tree.identity)), tree));
  await tx`
    insert into merge (project_id, clustering_id, position, "left", "right", height, size, members)
    select ${projectId}, clustering_id, position, "left", "right", height, size, members
    from json_to_recordset(${JSON.stringify(merges)}::text::json) as merge (
      clustering_id uuid, position int, "left" int, "right" int, height float8, size int, members bytea)`;
  const scores = ordered.flatMap((tree) => scoreRecords(ids.get(hex(tree.identity)), tree));
  await tx`
    insert into clustering_similarity (project_id, clustering_id, scores)
    select ${projectId}, clustering_id, scores
    from json_to_recordset(${JSON.stringify(scores)}::text::json) as tree (clustering_id uuid, scores bytea)`;
  const { count } = await tx`
    insert into run_clustering (project_id, run_id, method_position, image_position, setting_id, clustering_id)
    select ${projectId}, ${run.id}, method_position, image_position, ${setting.clusteringSettingId}, clustering.id
    from json_to_recordset(${JSON.stringify(ordered.map(treeRecord))}::text::json) as tree (
      identity bytea, method_position int, image_position int)
    join clustering on clustering.project_id = ${projectId} and clustering.identity = tree.identity
    on conflict do nothing`;
  return count;
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

function treeRecord(tree: Tree) {
  return {
    identity: `\\x${hex(tree.identity)}`,
    method_position: tree.methodPosition,
    image_position: tree.imagePosition,
    image_id: tree.imageId,
    method: tree.method,
    heatmap_ids: tree.heatmapIds,
    root_height: tree.rootHeight,
    cophenetic: tree.cophenetic,
    ties: tree.ties,
    leaf_order: tree.leafOrder,
    merge_members: `\\x${tree.merges.map(({ members }) => hex(members)).join("")}`,
    first_height: tree.merges[0]!.height,
  };
}

/** As the table clustering_similarity keeps them. */
function scoreRecords(clusteringId: string | undefined, { similarities }: Tree) {
  if (clusteringId === undefined) return [];
  const scores = Buffer.alloc(similarities.length * 8);
  similarities.forEach((value, pair) => {
    scores.writeDoubleBE(value ?? Number.NaN, pair * 8);
  });
  return [{ clustering_id: clusteringId, scores: `\\x${scores.toString("hex")}` }];
}

function mergeRecords(clusteringId: string | undefined, { merges }: Tree) {
  if (clusteringId === undefined) return [];
  return merges.map(({ members, ...merge }, position) => ({
    clustering_id: clusteringId,
    position,
    ...merge,
    members: `\\x${hex(members)}`,
  }));
}
