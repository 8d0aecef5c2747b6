import { pairIndex } from "../../clustering/condensed.ts";
import { copheneticCorrelation, copheneticDistances } from "../../clustering/cophenetic.ts";
import { cutByCount, cutByHeight } from "../../clustering/cut.ts";
import { inconsistencies } from "../../clustering/inconsistency.ts";
import { leafOrder } from "../../clustering/leaf-order.ts";
import { linkage } from "../../clustering/linkage.ts";
import { type LinkageMethod, linkageMethods } from "../../clustering/links.ts";
import type { Merge } from "../../clustering/merge.ts";
import { optimalLeafOrder } from "../../clustering/optimal-leaf-order.ts";
import { adjustedRand, fowlkesMallows } from "../../clustering/partitions.ts";
import { silhouette, silhouettes } from "../../clustering/silhouette.ts";
import type { GoldenNumber, Ledger } from "./ledger.ts";

/** Rows [left, right, height, size]. */
export type ScipyLinkage = readonly (readonly [number, number, number, number])[];

interface GoldenTree {
  readonly Z: ScipyLinkage;
  readonly monotonic?: boolean;
  readonly leaves?: readonly number[];
  readonly leaves_optimal?: readonly number[];
  readonly dendrogram?: { readonly leaves: readonly number[] };
  readonly cophenet?: readonly number[];
  readonly cophenetic_correlation?: GoldenNumber;
  readonly fcluster_maxclust?: Readonly<Record<string, number[]>>;
  readonly fcluster_distance?: Readonly<Record<string, number[]>>;
  readonly optimal_adjacent_sum?: number;
  readonly inconsistent_d2?: readonly number[][];
}

export interface ClusteringCase {
  readonly name: string;
  readonly n: number;
  readonly d: readonly number[];
  readonly linkage: Readonly<Partial<Record<LinkageMethod, GoldenTree>>>;
  readonly agreement?: Readonly<Record<string, unknown>>;
}

/** clustering.json: scipy.cluster.hierarchy and scikit-learn's scores of its cuts. */
export function checkClustering(cases: readonly ClusteringCase[], ledger: Ledger): void {
  for (const { name, n, d, linkage: trees, agreement } of cases) {
    const distances = Float64Array.from(d);
    for (const method of linkageMethods) {
      const golden = trees[method];
      if (golden) checkTree(`${name} ${method}`, linkage(distances, n, method), distances, golden, ledger);
    }
    if (agreement) checkAgreement(name, distances, agreement, ledger);
  }
}

function checkTree(
  where: string,
  merges: readonly Merge[],
  distances: Float64Array,
  golden: GoldenTree,
  ledger: Ledger,
) {
  const note = (
    kind: string,
    tolerance: number,
    ...numbers: [Parameters<Ledger["note"]>[3], Parameters<Ledger["note"]>[4]]
  ) => ledger.note(kind, where, tolerance, ...numbers);
  const n = merges.length + 1;
  const rows = merges.flatMap(({ left, right, height, size }) => [left, right, height, size]);
  note("linkage", 0, rows, golden.Z.flat());
  if (golden.monotonic !== undefined) {
    const rises = merges.every(({ height }, position) => position === 0 || height >= merges[position - 1]!.height);
    note("monotonic", 0, Number(rises), Number(golden.monotonic));
  }
  if (golden.leaves) note("leaf order", 0, leafOrder(merges), golden.leaves);
  if (golden.dendrogram) note("leaf order", 0, leafOrder(merges), golden.dendrogram.leaves);
  if (golden.cophenet) note("cophenetic distances", 0, copheneticDistances(merges), golden.cophenet);
  if (golden.cophenetic_correlation !== undefined) {
    note("cophenetic correlation", 1e-12, copheneticCorrelation(merges, distances), golden.cophenetic_correlation);
  }
  for (const [key, labels] of Object.entries(golden.fcluster_maxclust ?? {})) {
    const count = Number(key);
    if (count < n - 1) note("cuts by count", 0, cutByCount(merges, count), labels);
    else if (n > 2) note("cuts by count", 0, cutOfEitherScipy(merges, count, labels), labels);
    // For two leaves scipy 1.10 reads beyond its own array: equal trees have unequal labels there.
  }
  const highest = Math.max(...merges.map(({ height }) => height));
  for (const [share, labels] of Object.entries(golden.fcluster_distance ?? {})) {
    note("cuts by height", 0, cutByHeight(merges, Number(share) * highest), labels);
  }
  if (golden.inconsistent_d2) {
    const found = inconsistencies(merges).map((row) => [row.mean, row.deviation, row.count, row.coefficient]);
    note("inconsistency", 1e-12, found.flat(), golden.inconsistent_d2.flat());
  }
  const { leaves_optimal: order, optimal_adjacent_sum: least } = golden;
  if (order && least !== undefined) {
    note("optimal leaf order", 1e-10, adjacentSum(order, distances), least);
    // Another order may be as good, and shorter is no error: scipy misses the best order of some trees.
    const own = adjacentSum(optimalLeafOrder(merges, distances), distances);
    note("optimal leaf order", 1e-10, Math.max(own, least), least);
  }
}

/** Distances of neighbours in an order of the leaves, added up. */
function adjacentSum(order: readonly number[], distances: Float64Array): number {
  const n = order.length;
  return order.slice(1).reduce((sum, leaf, place) => sum + distances[pairIndex(n, order[place]!, leaf)]!, 0);
}

/** scipy 1.10 never undoes the two lowest merges, later versions do: the cut that the reference has, or ours. */
function cutOfEitherScipy(merges: readonly Merge[], count: number, labels: readonly number[]): readonly number[] {
  const [first, second] = merges as [Merge, Merge];
  const grows = [second.left, second.right].includes(merges.length + 1);
  const older = cutByHeight(merges, grows ? Math.max(first.height, second.height) : second.height);
  return older.every((label, leaf) => label === labels[leaf]) ? older : cutByCount(merges, count);
}

/** Keys are partitions (ward3: labels) and scores of one, or of two joined by an underscore (ward3_single3). */
function checkAgreement(
  name: string,
  distances: Float64Array,
  agreement: Readonly<Record<string, unknown>>,
  ledger: Ledger,
) {
  const partition = (key: string) => agreement[key] as readonly number[];
  for (const [key, value] of Object.entries(agreement)) {
    const where = `${name} ${key}`;
    if (key.startsWith("silhouette_samples_")) {
      const labels = partition(key.slice("silhouette_samples_".length));
      ledger.note("silhouettes", where, 1e-12, silhouettes(distances, labels), value as number[]);
    } else if (key.startsWith("silhouette_")) {
      const labels = partition(key.slice("silhouette_".length));
      ledger.note("silhouettes", where, 1e-12, silhouette(distances, labels), value as number);
    } else if (!Array.isArray(value)) {
      const scores = value as { adjusted_rand: number; fowlkes_mallows: number };
      const [a, b] = key.split("_").map(partition) as [readonly number[], readonly number[]];
      ledger.note("adjusted Rand", where, 1e-12, adjustedRand(a, b), scores.adjusted_rand);
      ledger.note("Fowlkes–Mallows", where, 1e-12, fowlkesMallows(a, b), scores.fowlkes_mallows);
    }
  }
}

/** Leaves under each merge, ascending. */
export function memberPlaces(merges: readonly Merge[]): number[][] {
  const n = merges.length + 1;
  const members: number[][] = Array.from({ length: n }, (_, leaf) => [leaf]);
  for (const { left, right } of merges) members.push([...members[left]!, ...members[right]!].sort((p, q) => p - q));
  return members.slice(n);
}
