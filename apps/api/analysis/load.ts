import type { AnalysedGroup, AnalysedMap } from "@heatlas/engine";
import type { Blobs } from "../blobs.ts";
import { readValues, type StoredPlace } from "../heatmap/store.ts";
import { findScores, pairsOf } from "../similarity/stored.ts";
import type { Sql } from "../sql.ts";
import { groupsOf, type Stretch } from "./group.ts";
import type { SettingRow } from "./setting.ts";

/** A dendrogram to make: its place in the run, and its maps in the models' order. */
export interface Group {
  readonly methodPosition: number;
  readonly imagePosition: number;
  readonly imageId: string;
  readonly method: string;
  readonly heatmapIds: readonly string[];
  readonly identity: Buffer;
}

/**
 * The dendrograms of a stretch that the run does not have yet; none where it is not active, unless it is analysed anew
 * under another setting, which leaves its state as it is.
 */
export async function missingGroups(
  sql: Sql,
  projectId: string,
  runId: string,
  setting: SettingRow,
  stretch: Stretch,
  anew = false,
): Promise<Group[]> {
  return await sql<Group[]>`
    select tree.method_position, tree.image_position, tree.heatmap_ids, tree.identity, run_image.image_id,
      run_method.method
    from (${groupsOf(sql, projectId, runId, setting, stretch)}) as tree
    join run on run.project_id = ${projectId} and run.id = ${runId}
      and (${anew} or run.status in ('queued', 'running'))
    join run_image on run_image.project_id = ${projectId} and run_image.run_id = ${runId}
      and run_image.position = tree.image_position
    join run_method on run_method.project_id = ${projectId} and run_method.run_id = ${runId}
      and run_method.position = tree.method_position
    where not exists (
      select 1 from run_clustering
      where run_clustering.project_id = ${projectId} and run_clustering.run_id = ${runId}
        and run_clustering.method_position = tree.method_position
        and run_clustering.image_position = tree.image_position
        and run_clustering.setting_id = ${setting.clusteringSettingId})
    order by tree.image_position`;
}

interface MapRow extends StoredPlace {
  readonly id: string;
  readonly gridWidth: number;
  readonly gridHeight: number;
  readonly scale: number;
  readonly signed: boolean;
  readonly rectX: number;
  readonly rectY: number;
  readonly rectWidth: number;
  readonly rectHeight: number;
}

/**
 * What the engine makes trees of: a group's similarities where all of its pairs were compared before under this setting,
 * else its maps.
 */
export async function readGroups(
  sql: Sql,
  blobs: Blobs,
  projectId: string,
  similaritySettingId: string,
  groups: readonly Group[],
): Promise<AnalysedGroup[]> {
  const found = await findScores(sql, projectId, similaritySettingId, [...new Set(groups.flatMap(mapsOf))]);
  const known = groups.map(({ heatmapIds }) => pairsOf(heatmapIds).map((pair) => found.get(pair)));
  const isKnown = (place: number) => known[place]!.every((score) => score !== undefined);
  const maps = await readMaps(sql, blobs, projectId, [
    ...new Set(groups.filter((_, i) => !isKnown(i)).flatMap(mapsOf)),
  ]);
  return groups.map(({ heatmapIds }, place) =>
    isKnown(place)
      ? { similarities: known[place] as (number | null)[] }
      : { maps: heatmapIds.map((id) => maps.get(id)!) },
  );
}

const mapsOf = ({ heatmapIds }: Group) => heatmapIds;

/** The map's values, as the engine compares them, by id. */
async function readMaps(
  sql: Sql,
  blobs: Blobs,
  projectId: string,
  ids: readonly string[],
): Promise<Map<string, AnalysedMap>> {
  const rows = await sql<MapRow[]>`
    select id, grid_width, grid_height, scale, signed, "values", pack, pack_offset, pack_length,
      rect_x, rect_y, rect_width, rect_height
    from heatmap where project_id = ${projectId} and id = any(${[...ids]}::uuid[])`;
  const maps = new Map<string, AnalysedMap>();
  for (const row of rows) {
    const { gridWidth, gridHeight, scale, signed } = row;
    const rect = { x: row.rectX, y: row.rectY, width: row.rectWidth, height: row.rectHeight };
    maps.set(row.id, { gridWidth, gridHeight, scale, signed, rect, values: await readValues(blobs, row) });
  }
  return maps;
}
