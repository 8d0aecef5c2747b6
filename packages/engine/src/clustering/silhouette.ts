import { pairIndex } from "./condensed.ts";
import type { Labels } from "./cut.ts";

/**
 * How much nearer each leaf is to its own cluster than to the next one (Rousseeuw 1987): (b − a) / max(a, b), −1…1; 0 for
 * a leaf alone in its cluster. Null where there is only one cluster, or every leaf is its own.
 */
export function silhouettes(condensed: Float64Array, labels: Labels): number[] | null {
  const n = labels.length;
  const clusters = new Map<number, number[]>();
  for (const [leaf, label] of labels.entries()) clusters.set(label, [...(clusters.get(label) ?? []), leaf]);
  if (clusters.size < 2 || clusters.size === n) return null;
  return labels.map((own, leaf) => {
    if (clusters.get(own)!.length === 1) return 0;
    let [within, nearest] = [0, Number.POSITIVE_INFINITY];
    for (const [label, members] of clusters) {
      const others = members.filter((other) => other !== leaf);
      const mean = others.reduce((sum, other) => sum + condensed[pairIndex(n, leaf, other)]!, 0) / others.length;
      if (label === own) within = mean;
      else nearest = Math.min(nearest, mean);
    }
    const larger = Math.max(within, nearest);
    return larger > 0 ? (nearest - within) / larger : 0;
  });
}

/** Mean of the silhouettes. */
export function silhouette(condensed: Float64Array, labels: Labels): number | null {
  const values = silhouettes(condensed, labels);
  return values && values.reduce((sum, value) => sum + value, 0) / values.length;
}
