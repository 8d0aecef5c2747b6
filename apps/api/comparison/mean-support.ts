import { bootstrap, defaultBootstrap, type Known, type Merge, memberBits, pairIndex } from "@heatlas/engine";
import type { Context } from "../context.ts";
import { pairsOf } from "./pairs.ts";
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
  side: Side,
  positions: readonly number[],
  n: number,
): Promise<Float64Array[]> {
  const rows = await sql<{ position: number; i: number; j: number; value: number }[]>`
    select image_position as position, (a.place - 1)::int as i, (b.place - 1)::int as j, value
    ${pairsOf(sql, side, positions)}
    order by image_position`;
  const images = new Map<number, Float64Array>();
  for (const { position, i, j, value } of rows) {
    const image = images.get(position) ?? new Float64Array((n * (n - 1)) / 2).fill(Number.NaN);
    image[pairIndex(n, i, j)] = side.setting.distance === "root" ? Math.sqrt(Math.max(1 - value, 0)) : 1 - value;
    images.set(position, image);
  }
  return [...images.values()];
}
