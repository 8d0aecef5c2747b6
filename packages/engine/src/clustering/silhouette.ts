import { cutTree, type Labels } from "./cut.ts";
import type { Merge } from "./merge.ts";

/**
 * How much nearer each leaf is to its own cluster than to the next one (Rousseeuw 1987): (b − a) / max(a, b), −1…1; 0 for
 * a leaf alone in its cluster. Null where there is only one cluster, or every leaf is its own.
 */
export function silhouettes(condensed: Float64Array, labels: Labels): number[] | null {
  const n = labels.length;
  const numbers = new Map<number, number>();
  for (const label of labels) if (!numbers.has(label)) numbers.set(label, numbers.size);
  const count = numbers.size;
  if (count < 2 || count === n) return null;
  const clusters = Int32Array.from(labels, (label) => numbers.get(label)!);
  const sizes = new Int32Array(count);
  for (const cluster of clusters) sizes[cluster]!++;
  const sums = sumsToClusters(condensed, clusters, count);
  return Array.from(clusters, (own, leaf) => {
    if (sizes[own] === 1) return 0;
    let [within, nearest] = [0, Number.POSITIVE_INFINITY];
    for (let cluster = 0; cluster < count; cluster++) {
      const sum = sums[leaf * count + cluster]!;
      if (cluster === own) within = sum / (sizes[cluster]! - 1);
      else nearest = Math.min(nearest, sum / sizes[cluster]!);
    }
    const larger = Math.max(within, nearest);
    return larger > 0 ? (nearest - within) / larger : 0;
  });
}

/** Of each leaf's distances to the leaves of each cluster: leaves × clusters, row by row. */
function sumsToClusters(condensed: Float64Array, clusters: Int32Array, count: number): Float64Array {
  const n = clusters.length;
  const sums = new Float64Array(n * count);
  let pair = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const distance = condensed[pair++]!;
      const [toJ, toI] = [i * count + clusters[j]!, j * count + clusters[i]!];
      sums[toJ] = sums[toJ]! + distance;
      sums[toI] = sums[toI]! + distance;
    }
  }
  return sums;
}

/** Mean of the silhouettes. */
export function silhouette(condensed: Float64Array, labels: Labels): number | null {
  const values = silhouettes(condensed, labels);
  return values && values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of the tree cut into 2, 3 … clusters, up to `most`, and fewer than leaves; null where some distance is not finite. */
export function silhouettesOfCuts(
  merges: readonly Merge[],
  condensed: Float64Array,
  most: number,
): { readonly clusters: number; readonly silhouette: number | null }[] {
  const whole = condensed.every(Number.isFinite);
  return Array.from({ length: Math.max(0, Math.min(merges.length, most) - 1) }, (_, place) => {
    const clusters = place + 2;
    return { clusters, silhouette: whole ? silhouette(condensed, cutTree(merges, clusters)) : null };
  });
}
