import type { Flag, Rect, RelevanceBalance } from "@heatlas/engine";
import type { Blobs } from "../blobs.ts";
import type { Transaction } from "../sql.ts";
import { bitsOf } from "./flag.ts";
import type { MeasuredObject } from "./object.ts";
import type { Place } from "./pack.ts";

/** The columns that tell where a map's values are. */
export interface StoredPlace {
  readonly values: Uint8Array | null;
  readonly pack: Uint8Array | null;
  readonly packOffset: number | null;
  readonly packLength: number | null;
}

/** A finished map's float16 bytes, from its row or its pack. */
export async function readValues(blobs: Blobs, map: StoredPlace): Promise<Uint8Array> {
  if (map.values) return map.values;
  if (!map.pack || map.packOffset === null || map.packLength === null)
    throw new Error("the heat map has no values yet");
  return await blobs.read("packs", map.pack, map.packOffset, map.packLength);
}

/** A finished map's row, as far as it says how to read the map. */
export interface StoredMap extends StoredPlace {
  readonly gridWidth: number;
  readonly gridHeight: number;
  readonly scale: number;
  readonly rectX: number;
  readonly rectY: number;
  readonly rectWidth: number;
  readonly rectHeight: number;
}

export const storedRect = ({ rectX, rectY, rectWidth, rectHeight }: StoredMap): Rect => ({
  x: rectX,
  y: rectY,
  width: rectWidth,
  height: rectHeight,
});

/** What the engine found for one claimed row. */
export interface FinishedMap {
  readonly id: string;
  readonly classIndex: number;
  readonly classLogit: number;
  readonly classProbability: number;
  readonly topClass: number;
  readonly topProbability: number;
  readonly gridWidth: number;
  readonly gridHeight: number;
  readonly scale: number;
  readonly signed: boolean;
  readonly valuesHash: Uint8Array;
  readonly place: Place;
  readonly constant: boolean;
  readonly flags: readonly Flag[];
  readonly balance: RelevanceBalance | null;
  readonly area: number;
  /** By the mask that the image had when the map was made; null where it had none. */
  readonly object: MeasuredObject | null;
  readonly rect: Rect;
}

/** Who computed maps, and how long one took: told with them, but no part of their identity. */
export interface Provenance {
  readonly provider: string;
  readonly device: string;
  readonly engineVersion: string;
  readonly millisecondsPerMap: number;
}

/**
 * Finishes the rows of these maps that the shard still claims, and returns their ids. A row that was handed to nobody
 * or to another shard meanwhile stays as it is.
 */
export async function finishMaps(
  tx: Transaction,
  shard: { projectId: string; id: string },
  maps: readonly FinishedMap[],
  provenance: Provenance,
): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    update heatmap set
      status = 'done', computed_at = now(), error = null,
      class_index = map.class_index, class_logit = map.class_logit, class_probability = map.class_probability,
      top_class = map.top_class, top_probability = map.top_probability,
      grid_width = map.grid_width, grid_height = map.grid_height, scale = map.scale, signed = map.signed,
      values_hash = map.values_hash, "values" = map."values",
      pack = map.pack, pack_offset = map.pack_offset, pack_length = map.pack_length,
      constant = map.constant, area = map.area, flags = map.flags,
      conservation = map.conservation, bias_share = map.bias_share, epsilon_share = map.epsilon_share,
      off_object = map.off_object, object_share = map.object_share, mask_sha256 = map.mask_sha256,
      rect_x = map.rect_x, rect_y = map.rect_y, rect_width = map.rect_width, rect_height = map.rect_height,
      provider = ${provenance.provider}, device = ${provenance.device}, engine_version = ${provenance.engineVersion},
      milliseconds = ${provenance.millisecondsPerMap}
    from json_to_recordset(${JSON.stringify(maps.map(toRecord))}::text::json) as map (
      id uuid, class_index int, class_logit real, class_probability real, top_class int, top_probability real,
      grid_width int, grid_height int, scale real, signed boolean, values_hash bytea, "values" bytea,
      pack bytea, pack_offset int, pack_length int, constant boolean, area real, flags smallint,
      conservation real, bias_share real, epsilon_share real, off_object real, object_share real, mask_sha256 bytea,
      rect_x real, rect_y real, rect_width real, rect_height real)
    where heatmap.project_id = ${shard.projectId} and heatmap.id = map.id
      and heatmap.shard_id = ${shard.id} and heatmap.status = 'claimed'
    returning heatmap.id`;
  return rows.map((row) => row.id);
}

const hex = (bytes: Uint8Array) => `\\x${Buffer.from(bytes).toString("hex")}`;

/** Null for what is no number that the column can hold: shares of a class score of 0. */
const asReal = (share: number | undefined) =>
  share !== undefined && Number.isFinite(Math.fround(share)) ? Math.fround(share) : null;

function toRecord(map: FinishedMap) {
  const { place, rect, balance, object } = map;
  return {
    id: map.id,
    class_index: map.classIndex,
    class_logit: map.classLogit,
    class_probability: map.classProbability,
    top_class: map.topClass,
    top_probability: map.topProbability,
    grid_width: map.gridWidth,
    grid_height: map.gridHeight,
    scale: map.scale,
    signed: map.signed,
    values_hash: hex(map.valuesHash),
    ...("pack" in place
      ? { pack: hex(place.pack), pack_offset: place.offset, pack_length: place.length }
      : { values: hex(place.values) }),
    constant: map.constant,
    area: map.area,
    flags: bitsOf(map.flags),
    conservation: asReal(balance?.conservation),
    bias_share: asReal(balance?.bias),
    epsilon_share: asReal(balance?.epsilon),
    ...(object && {
      off_object: object.offObject,
      object_share: object.objectShare,
      mask_sha256: hex(object.maskSha256),
    }),
    rect_x: rect.x,
    rect_y: rect.y,
    rect_width: rect.width,
    rect_height: rect.height,
  };
}

/** A map that could not be made, and why. */
export interface FailedMap {
  readonly id: string;
  readonly sentence: string;
  /** What of the map was seen before it failed. */
  readonly flags?: readonly Flag[];
}

/** Marks these maps of the shard failed, each with its sentence, and returns their ids. */
export async function failMaps(
  tx: Transaction,
  shard: { projectId: string; id: string },
  failures: readonly FailedMap[],
): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    update heatmap set status = 'failed', error = failure.sentence, flags = failure.flags
    from unnest(
      ${failures.map((failure) => failure.id)}::uuid[], ${failures.map((failure) => failure.sentence)}::text[],
      ${failures.map(({ flags }) => (flags ? bitsOf(flags) : null))}::smallint[]) as failure (id, sentence, flags)
    where heatmap.project_id = ${shard.projectId} and heatmap.id = failure.id
      and heatmap.shard_id = ${shard.id} and heatmap.status = 'claimed'
    returning heatmap.id`;
  return rows.map((row) => row.id);
}
