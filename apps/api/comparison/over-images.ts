import { bakersGammas, type Distribution, distributionOf, type Known } from "@heatlas/engine";
import type { Context } from "../context.ts";
import type { TreeColumns } from "../pattern/columns.ts";
import type { Comparison } from "./compare.ts";
import { imageIdAt, pairTrees, treesOf } from "./forest.ts";

/** Baker's γ, image by image, of the trees that the two sides have of it. */
export interface GammaOverImages {
  readonly distribution: Known<Distribution>;
  /** Lowest first. */
  readonly images: readonly { readonly imageId: string; readonly gamma: number }[];
  /** How many images lie in each of 20 steps of a tenth from −1 to 1. */
  readonly histogram: readonly number[];
  readonly onlyA: number;
  readonly onlyB: number;
}

const steps = 20;

/** Over all images that have a tree on both sides; reads columns of the trees, and no map. */
export async function gammaOverImages(context: Context, { a, b, places }: Comparison): Promise<GammaOverImages> {
  const [treesA, treesB] = await Promise.all([treesOf(context, a.side), treesOf(context, b.side)]);
  const pairs = pairTrees(treesA, treesB);
  const onlyA = treesA.positions.length - pairs.length;
  const onlyB = treesB.positions.length - pairs.length;
  const nothing = (reason: string): GammaOverImages => ({
    distribution: { value: null, reason },
    images: [],
    histogram: [],
    onlyA,
    onlyB,
  });
  if (places.a.length < 3) return nothing("two models make only one tree, so every image agrees: it takes 3");
  if (pairs.length === 0) return nothing("no image has a tree on both sides");
  const gammas = bakersGammas(treesA.forest, treesB.forest, places, pairs);
  return {
    distribution: { value: distributionOf(gammas)!, reason: null },
    images: ranked(gammas, pairs, treesA),
    histogram: histogramOf(gammas),
    onlyA,
    onlyB,
  };
}

function ranked(gammas: Float64Array, pairs: readonly (readonly [number, number])[], trees: TreeColumns) {
  const order = Array.from(gammas.keys()).sort((p, q) => gammas[p]! - gammas[q]! || p - q);
  return order.map((place) => ({ imageId: imageIdAt(trees, pairs[place]![0]), gamma: gammas[place]! }));
}

/** The highest step holds 1 too. */
function histogramOf(gammas: Float64Array): number[] {
  const counts = new Array<number>(steps).fill(0);
  for (const gamma of gammas) counts[Math.min(steps - 1, Math.max(0, Math.floor(((gamma + 1) / 2) * steps)))]!++;
  return counts;
}
