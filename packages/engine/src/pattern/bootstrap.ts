import { type LinkageMethod, linkage, type Merge, memberBits } from "../clustering/index.ts";
import { EngineError } from "../errors.ts";
import { type Random, seededRandom } from "../statistics/index.ts";
import { type Branch, supportNewick } from "./support-newick.ts";

export interface BootstrapSetting {
  readonly linkage: LinkageMethod;
  readonly replicates: number;
  readonly seed: number;
}

export const defaultBootstrap: BootstrapSetting = { linkage: "average", replicates: 1_000, seed: 0 };

/** The tree of the mean distances, and how often each of its clusters comes back when images are drawn anew. */
export interface Bootstrap {
  /** Images averaged, and images left out since one of their distances is not defined. */
  readonly images: number;
  readonly leftOut: number;
  readonly merges: readonly Merge[];
  /** Share of the replicates that have the cluster of each merge, 0–1; that of the root is 1. */
  readonly support: readonly number[];
  readonly newick: string;
}

/**
 * Bootstrap support of the mean tree (Felsenstein 1985, images in place of sites): images are drawn with replacement, as
 * many as there are, their distance matrices averaged and clustered again [1,000 times].
 * @param images condensed distances of each image, all of the same leaves
 * @throws EngineError `no-distances` where no image has all of its distances
 */
export function bootstrap(
  images: readonly Float64Array[],
  labels: readonly string[],
  setting: BootstrapSetting = defaultBootstrap,
): Bootstrap {
  const whole = images.filter((distances) => distances.every(Number.isFinite));
  if (whole.length === 0) {
    throw new EngineError("no-distances", "No image has all of its distances; there is nothing to average.", {
      images: images.length,
    });
  }
  const cluster = (weights: Int32Array) => linkage(mean(whole, weights), labels.length, setting.linkage);
  const merges = cluster(new Int32Array(whole.length).fill(1));
  const clades = memberBits(merges).map(String);
  const counts = new Map(clades.map((clade) => [clade, 0]));
  const random = seededRandom(setting.seed);
  for (let replicate = 0; replicate < setting.replicates; replicate++) {
    for (const bits of memberBits(cluster(draw(whole.length, random)))) {
      const count = counts.get(String(bits));
      if (count !== undefined) counts.set(String(bits), count + 1);
    }
  }
  const support = clades.map((clade) => counts.get(clade)! / setting.replicates);
  return {
    images: whole.length,
    leftOut: images.length - whole.length,
    merges,
    support,
    newick: supportNewick(branchOf(merges, labels, support)),
  };
}

/** How often each of n images is drawn in n draws. */
function draw(n: number, random: Random): Int32Array {
  const times = new Int32Array(n);
  for (let i = 0; i < n; i++) times[random.below(n)]!++;
  return times;
}

function mean(images: readonly Float64Array[], weights: Int32Array): Float64Array {
  const sums = new Float64Array(images[0]!.length);
  for (const [image, distances] of images.entries()) {
    const weight = weights[image]!;
    if (weight === 0) continue;
    for (let pair = 0; pair < sums.length; pair++) sums[pair]! += weight * distances[pair]!;
  }
  return sums.map((sum) => sum / images.length);
}

function branchOf(merges: readonly Merge[], labels: readonly string[], support: readonly number[]): Branch {
  const height = (node: number) => merges[node - labels.length]?.height ?? 0;
  const branches: Branch[] = labels.map((label) => ({ label, children: [] }));
  merges.forEach((merge, position) => {
    const children = [merge.left, merge.right].map((child) => ({
      ...branches[child]!,
      length: merge.height - height(child),
    }));
    branches.push({ children, support: support[position]! });
  });
  return branches.at(-1)!;
}
