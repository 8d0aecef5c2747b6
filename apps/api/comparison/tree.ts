import { createHash } from "node:crypto";
import type { Merge } from "@heatlas/engine";
import type { Context } from "../context.ts";
import { InputError, StateError } from "../errors.ts";
import type { Sized } from "../pattern/cache.ts";
import { cacheOf } from "../pattern/groups.ts";
import { type PairMeans, readMeans } from "../similarity/means.ts";
import { readScores } from "../similarity/scores.ts";
import { compute } from "../statistics/compute.ts";
import { pairTrees, treesOf } from "./forest.ts";
import { notAnalysed, type Side } from "./side.ts";

/** The tree of a side over all its run's models. */
export interface SideTree {
  readonly side: Side;
  readonly merges: readonly Merge[];
  /** Whether equal distances left its shape to tie-breaking. */
  readonly ties: boolean;
  /** Similarities of its run's models, of the pairs (0,1), (0,2) … (1,2) …; NaN where the measure is not defined. */
  readonly scores: Float64Array;
  /** Of an image; null for a mean. */
  readonly clusteringId: string | null;
  /** Images that a mean is over; 1 for an image's own tree. */
  readonly imageCount: number;
}

/**
 * Both trees. The mean of one run beside that of another is over the images that have a tree on both sides: else the
 * difference could be one of images. Throws InputError, StateError.
 */
export async function readTreesOfSides(
  context: Context,
  sides: readonly [Side, Side],
): Promise<readonly [SideTree, SideTree]> {
  const [stored, places] = await Promise.all([readStored(context, sides), meanPlaces(context, sides)]);
  const treeOf = async (side: Side, place: 0 | 1): Promise<SideTree> => {
    if (!side.image) return await meanTree(context, side, places[place]!);
    const found = stored.find(({ letter }) => letter === side.letter);
    if (!found) throw notAnalysed(side.run, side.setting, side.image.name);
    const { merges, ties, id, scores } = found;
    return {
      side,
      merges,
      ties,
      scores: readScores(scores),
      clusteringId: id,
      imageCount: 1,
    };
  };
  return await Promise.all([treeOf(sides[0], 0), treeOf(sides[1], 1)]);
}

interface Stored {
  readonly letter: string;
  readonly id: string;
  readonly ties: boolean;
  readonly merges: readonly Merge[];
  readonly scores: Buffer;
}

/** The trees of the sides that name an image, with their similarities. */
async function readStored({ sql, project }: Context, sides: readonly Side[]): Promise<Stored[]> {
  const asked = sides.filter(({ image }) => image !== null);
  return await sql<Stored[]>`
    select side.letter, clustering.id, ties,
      (select json_agg(json_build_object('left', "left", 'right', "right", 'height', height, 'size', size) order by position)
        from merge where merge.project_id = clustering.project_id and clustering_id = clustering.id) as merges,
      scores
    from unnest(${asked.map(({ letter }) => letter)}::text[], ${asked.map(({ run }) => run.id)}::uuid[],
      ${asked.map(({ method }) => method.position)}::int[], ${asked.map(({ setting }) => setting.id)}::uuid[],
      ${asked.map(({ image }) => image!.position)}::int[])
      as side (letter, run_id, method_position, setting_id, image_position)
    join run_clustering on run_clustering.project_id = ${project.id} and run_clustering.run_id = side.run_id
      and run_clustering.method_position = side.method_position and run_clustering.setting_id = side.setting_id
      and run_clustering.image_position = side.image_position
    join clustering on clustering.project_id = run_clustering.project_id and clustering.id = run_clustering.clustering_id
    join clustering_similarity on clustering_similarity.project_id = clustering.project_id
      and clustering_similarity.clustering_id = clustering.id`;
}

/** Which images of its run each side's mean is over, by their positions. */
async function meanPlaces(context: Context, sides: readonly [Side, Side]): Promise<(number[] | null)[]> {
  const means = sides.filter(({ image }) => image === null);
  if (means.length === 0) return [null, null];
  if (means.length === 1) {
    const { positions } = await treesOf(context, means[0]!);
    return sides.map(({ image }) => (image ? null : Array.from(positions)));
  }
  const [a, b] = await Promise.all([treesOf(context, sides[0]), treesOf(context, sides[1])]);
  const pairs = pairTrees(a, b);
  if (pairs.length === 0) throw noSharedImage(sides, a.positions.length, b.positions.length);
  return [pairs.map(([tree]) => a.positions[tree]!), pairs.map(([, tree]) => b.positions[tree]!)];
}

function noSharedImage([a, b]: readonly [Side, Side], treesA: number, treesB: number): InputError | StateError {
  if (treesA === 0) return notAnalysed(a.run, a.setting);
  if (treesB === 0) return notAnalysed(b.run, b.setting);
  return new InputError(
    `No image has a tree in "${a.run.name}" and in "${b.run.name}", so their means cannot be compared; choose an image ` +
      "on each side.",
    "b.image",
  );
}

/** With the mean distances that it was made from. */
export interface MeanTree extends SideTree {
  readonly distances: Float64Array;
  /** Of the trees that it is the mean of: what is computed of it is kept under this key, for the version. */
  readonly key: string;
  readonly version: string;
}

/** What is kept of a mean. */
interface Mean extends PairMeans, Sized {
  readonly merges: readonly Merge[];
  readonly ties: boolean;
}

/** The tree of the mean distances over some images (definitions.md §5). Throws StateError. */
export async function meanTree(context: Context, side: Side, positions: readonly number[]): Promise<MeanTree> {
  const { run, setting, layer } = side;
  if (positions.length === 0) throw notAnalysed(run, setting);
  const choice = createHash("sha256").update(Int32Array.from(positions)).digest("hex");
  const key = `${layer.runId} ${layer.methodPosition} ${layer.settingId} ${choice}`;
  const version = String(run.doneTrees);
  const mean = await cacheOf(context).get(`mean ${key}`, version, () => readMean(context, side, positions));
  return {
    side,
    key,
    version,
    merges: mean.merges,
    distances: mean.distances,
    ties: mean.ties,
    scores: mean.similarities,
    clusteringId: null,
    imageCount: positions.length,
  };
}

async function readMean({ sql }: Context, { run, setting, layer }: Side, positions: readonly number[]): Promise<Mean> {
  const n = run.models.length;
  const means = await readMeans(sql, layer, n, positions, setting.distance);
  const { distances } = means;
  if (!distances.every(Number.isFinite)) {
    throw new StateError(
      `Some two models of "${run.name}" have no similarity on any image: there is no mean tree.`,
      "no-tree",
    );
  }
  const merges = await compute(10 * n * n, "linkage", distances, n, setting.linkage);
  const ties = await compute(20 * n * n, "hasTies", merges, distances, setting.linkage);
  return { ...means, merges, ties, bytes: distances.byteLength * 2 + merges.length * 64 };
}
