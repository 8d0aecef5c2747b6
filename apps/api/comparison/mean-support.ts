import { bootstrap, defaultBootstrap, type Known, type Merge, memberBits, pairIndex } from "@heatlas/engine";
import type { Context } from "../context.ts";
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
  const images = await readDistances(context, side, positions, n);
  if (!images.some((image) => image.every(Number.isFinite))) {
    return { value: null, reason: "no image has all of its similarities" };
  }
  const setting = { ...defaultBootstrap, linkage: side.setting.linkage };
  const drawn = bootstrap(
    images,
    side.run.models.map(({ name }) => name),
    setting,
  );
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
  { run, setting, layer }: Side,
  positions: readonly number[],
  n: number,
): Promise<Float64Array[]> {
  const rows = await sql<{ position: number; i: number; j: number; value: number }[]>`
    select image_position as position, (a.place - 1)::int as i, (b.place - 1)::int as j, value
    from run_clustering
    join clustering on clustering.project_id = run_clustering.project_id and clustering.id = run_clustering.clustering_id
    cross join lateral unnest(heatmap_ids) with ordinality as a (id, place)
    join lateral unnest(heatmap_ids) with ordinality as b (id, place) on a.place < b.place
    join similarity on similarity.project_id = clustering.project_id
      and similarity.setting_id = ${setting.similaritySettingId}
      and heatmap_a_id = least(a.id, b.id) and heatmap_b_id = greatest(a.id, b.id)
    where run_clustering.project_id = ${layer.projectId} and run_clustering.run_id = ${run.id}
      and run_clustering.method_position = ${layer.methodPosition} and run_clustering.setting_id = ${setting.id}
      and run_clustering.image_position = any(${[...positions]}::int[]) and value is not null
    order by image_position`;
  const images = new Map<number, Float64Array>();
  for (const { position, i, j, value } of rows) {
    const image = images.get(position) ?? new Float64Array((n * (n - 1)) / 2).fill(Number.NaN);
    image[pairIndex(n, i, j)] = setting.distance === "root" ? Math.sqrt(Math.max(1 - value, 0)) : 1 - value;
    images.set(position, image);
  }
  return [...images.values()];
}
