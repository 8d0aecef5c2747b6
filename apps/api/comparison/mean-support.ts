import { condensedDistances, defaultBootstrap, type Known, type Merge, memberBits } from "@heatlas/engine";
import type { Context } from "../context.ts";
import { readScores } from "../similarity/scores.ts";
import { compute } from "../statistics/compute.ts";
import type { Side } from "./side.ts";

/** Distances that are drawn a thousand times while a person waits. */
const mostDistances = 200_000;

/** How often each cluster of a mean tree comes back when its images are drawn anew. */
export interface MeanSupport {
  /** By merge; null for a cluster that rounding alone made. */
  readonly shares: readonly (number | null)[];
  readonly replicates: number;
  /** Images without all of their distances, which are not drawn. */
  readonly leftOut: number;
}

/** Bootstrap support of a mean tree (definitions.md §5); images that are too many for it are a reason, not an error. */
export async function supportOf(
  context: Context,
  side: Side,
  positions: readonly number[],
  merges: readonly Merge[],
): Promise<Known<MeanSupport>> {
  const n = merges.length + 1;
  const pairs = (n * (n - 1)) / 2;
  if (positions.length < 2) return { value: null, reason: "one image drawn anew is always the same image" };
  if (positions.length * pairs > mostDistances) {
    const most = Math.floor(mostDistances / pairs).toLocaleString("en");
    return { value: null, reason: `support is told for up to ${most} images of ${n} models` };
  }
  const images = await readDistances(context, side, positions);
  if (!images.some((image) => image.every(Number.isFinite))) {
    return { value: null, reason: "no image has all of its similarities" };
  }
  const setting = { ...defaultBootstrap, linkage: side.setting.linkage };
  const names = side.run.models.map(({ name }) => name);
  const drawn = await compute(images.length * pairs * setting.replicates, "bootstrap", images, names, setting);
  const shares = new Map(memberBits(drawn.merges).map((bits, merge) => [String(bits), drawn.support[merge]!]));
  const value = {
    shares: memberBits(merges).map((bits) => shares.get(String(bits)) ?? null),
    replicates: setting.replicates,
    leftOut: drawn.leftOut,
  };
  return { value, reason: null };
}

/** Condensed distances of each image; NaN where the similarity is not defined. */
async function readDistances(
  { sql }: Context,
  { layer, setting }: Side,
  positions: readonly number[],
): Promise<Float64Array[]> {
  const rows = await sql<{ scores: Buffer }[]>`
    select scores from run_clustering join clustering_similarity
      on clustering_similarity.project_id = run_clustering.project_id
      and clustering_similarity.clustering_id = run_clustering.clustering_id
    where run_clustering.project_id = ${layer.projectId} and run_id = ${layer.runId}
      and method_position = ${layer.methodPosition} and setting_id = ${layer.settingId}
      and image_position = any(${[...positions]}::int[])
    order by image_position`;
  return rows.map(({ scores }) => condensedDistances(readScores(scores), setting.distance));
}
