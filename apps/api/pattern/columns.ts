import { type Forest, forestFromBytes } from "@heatlas/engine";
import { readDoubles, readIntegers } from "../sent-numbers.ts";
import type { Sql } from "../sql.ts";
import type { Sized } from "./cache.ts";

/** One method of a run under one setting. */
export interface Layer {
  readonly projectId: string;
  readonly runId: string;
  readonly methodPosition: number;
  readonly settingId: string;
}

/** The trees of a layer, column by column, in the order of the run's images. */
export interface TreeColumns extends Sized {
  readonly forest: Forest;
  /** Of the image in the run, by tree. */
  readonly positions: Int32Array;
  /** 16 bytes each, by tree. */
  readonly imageIds: Buffer;
  readonly clusteringIds: Buffer;
  /** 1 where equal distances left the tree's shape to tie-breaking. */
  readonly ties: Uint8Array;
}

/**
 * Columns come as one value each, of the binary forms that PostgreSQL itself sends: a hundred thousand rows would cost
 * more to take apart than to count. All aggregates of a statement share one sort.
 */
export async function readTrees(sql: Sql, layer: Layer, leaves: number): Promise<TreeColumns> {
  const [row] = await sql<Record<string, Buffer | null>[]>`
    select string_agg(int4send(image_position), ''::bytea order by image_position) as positions,
      string_agg(uuid_send(image_id), ''::bytea order by image_position) as image_ids,
      string_agg(uuid_send(clustering.id), ''::bytea order by image_position) as clustering_ids,
      string_agg(merge_members, ''::bytea order by image_position) as members,
      string_agg(float8send(first_height), ''::bytea order by image_position) as first_heights,
      string_agg(float8send(root_height), ''::bytea order by image_position) as root_heights,
      string_agg(boolsend(ties), ''::bytea order by image_position) as ties
    ${treesOf(sql, layer)}`;
  const column = (name: string) => row?.[name] ?? Buffer.alloc(0);
  const forest = forestFromBytes({
    leaves,
    members: column("members"),
    firstHeights: readDoubles(column("firstHeights")),
    rootHeights: readDoubles(column("rootHeights")),
  });
  const positions = readIntegers(column("positions"));
  const columns = [column("imageIds"), column("clusteringIds"), column("ties")] as const;
  const [imageIds, clusteringIds, ties] = columns;
  const bytes = forest.members.byteLength + forest.trees * (16 + 4 + 32 + 1);
  return { forest, positions, imageIds, clusteringIds, ties, bytes };
}

const treesOf = (sql: Sql, { projectId, runId, methodPosition, settingId }: Layer) => sql`
  from run_clustering
  join clustering on clustering.project_id = run_clustering.project_id and clustering.id = run_clustering.clustering_id
  where run_clustering.project_id = ${projectId} and run_clustering.run_id = ${runId}
    and run_clustering.method_position = ${methodPosition} and run_clustering.setting_id = ${settingId}`;

/** A number of each map, trees × leaves, row by row; NaN where there is none. */
export interface LeafColumn extends Sized {
  readonly numbers: Float64Array;
}

/** Highlighted areas, and shares off the object. */
export type LeafNumber = "areas" | "off_object";

/** An array of n reals as PostgreSQL sends it: five integers before the elements, each after its length. */
const arrayHead = 20;

/** @param wanted the images' positions that the column is for, ascending: others may have come since */
export async function readLeafNumbers(
  sql: Sql,
  layer: Layer,
  leaves: number,
  wanted: Int32Array,
  what: LeafNumber,
): Promise<LeafColumn> {
  const column = what === "areas" ? sql`areas` : sql`off_object`;
  const [row] = await sql<Record<string, Buffer | null>[]>`
    select string_agg(int4send(image_position), ''::bytea order by image_position) as positions,
      string_agg(array_send(${column}), ''::bytea order by image_position) as numbers
    ${treesOf(sql, layer)} and ${column} is not null`;
  const positions = readIntegers(row?.positions ?? Buffer.alloc(0));
  const sent = row?.numbers ?? Buffer.alloc(0);
  const numbers = new Float64Array(wanted.length * leaves).fill(Number.NaN);
  for (let tree = 0, at = 0; tree < wanted.length; tree++) {
    while (at < positions.length && positions[at]! < wanted[tree]!) at++;
    if (positions[at] !== wanted[tree]) continue;
    const first = at * (arrayHead + leaves * 8) + arrayHead + 4;
    for (let leaf = 0; leaf < leaves; leaf++) numbers[tree * leaves + leaf] = sent.readFloatBE(first + leaf * 8);
  }
  return { numbers, bytes: numbers.byteLength };
}

/** What makes any of a tree's maps worth doubting, as bits (heatmap/flag.ts), by tree. */
export interface FlagColumn extends Sized {
  readonly flags: Int32Array;
}

/** @param wanted the images' positions that the column is for, ascending */
export async function readFlags(sql: Sql, layer: Layer, wanted: Int32Array): Promise<FlagColumn> {
  const [row] = await sql<Record<string, Buffer | null>[]>`
    select string_agg(int4send(image_position), ''::bytea order by image_position) as positions,
      string_agg(int4send(map_flags), ''::bytea order by image_position) as flags
    ${treesOf(sql, layer)} and map_flags <> 0`;
  const [positions, given] = [row?.positions, row?.flags].map((sent) => readIntegers(sent ?? Buffer.alloc(0)));
  const flags = align(positions!, given!, wanted).map((bits) => Math.max(0, bits));
  return { flags, bytes: flags.byteLength };
}

/** What is true of the images, by tree; −1 where it is not known. */
export interface TruthColumns extends Sized {
  /** The true class in the models' label set. */
  readonly classes: Int32Array;
  /** How many models are right. */
  readonly rights: Int32Array;
}

/** @param wanted the images' positions that the columns are for, ascending */
export async function readTruths(
  sql: Sql,
  layer: Layer,
  labelSetId: string,
  wanted: Int32Array,
): Promise<TruthColumns> {
  const [row] = await sql<Record<string, Buffer | null>[]>`
    select string_agg(int4send(image_position), ''::bytea order by image_position) as positions,
      string_agg(int4send(class_index), ''::bytea order by image_position) as classes,
      string_agg(int4send(cardinality(array_positions(top_classes, class_index))), ''::bytea order by image_position)
        as rights
    from (select image_position, image_id, top_classes ${treesOf(sql, layer)}) as tree
    join image_truth on image_truth.project_id = ${layer.projectId} and label_set_id = ${labelSetId}
      and image_truth.image_id = tree.image_id`;
  const positions = readIntegers(row?.positions ?? Buffer.alloc(0));
  const classes = align(positions, readIntegers(row?.classes ?? Buffer.alloc(0)), wanted);
  const rights = align(positions, readIntegers(row?.rights ?? Buffer.alloc(0)), wanted);
  return { classes, rights, bytes: classes.byteLength + rights.byteLength };
}

/** Which of the images are in a set: 1, by tree. */
export interface MemberColumn extends Sized {
  readonly members: Uint8Array;
}

/** @param wanted the images' positions that the column is for, ascending */
export async function readMembers(
  sql: Sql,
  { projectId, runId }: Layer,
  imageSetId: string,
  wanted: Int32Array,
): Promise<MemberColumn> {
  const [row] = await sql<{ positions: Buffer | null }[]>`
    select string_agg(int4send(position), ''::bytea order by position) as positions from run_image
    join image_set_member on image_set_member.project_id = run_image.project_id
      and image_set_member.image_id = run_image.image_id and image_set_id = ${imageSetId}
    where run_image.project_id = ${projectId} and run_id = ${runId}`;
  const positions = readIntegers(row?.positions ?? Buffer.alloc(0));
  const members = Uint8Array.from(
    align(positions, new Int32Array(positions.length).fill(1), wanted),
    (is) => +(is === 1),
  );
  return { members, bytes: members.byteLength };
}

/** The values at the wanted positions, −1 where there is none; both lists of positions ascend. */
function align(positions: Int32Array, values: Int32Array, wanted: Int32Array): Int32Array {
  const column = new Int32Array(wanted.length).fill(-1);
  for (let i = 0, at = 0; i < wanted.length; i++) {
    while (at < positions.length && positions[at]! < wanted[i]!) at++;
    if (positions[at] === wanted[i]) column[i] = values[at]!;
  }
  return column;
}

/** The text of the uuid at a place of a column. */
export function uuidAt(column: Buffer, place: number): string {
  const hex = column.toString("hex", place * 16, place * 16 + 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
