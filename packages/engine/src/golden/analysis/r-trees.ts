import { cutTree } from "../../clustering/cut.ts";
import { entanglement } from "../../clustering/entanglement.ts";
import { leafOrder } from "../../clustering/leaf-order.ts";
import { linkage } from "../../clustering/linkage.ts";
import type { Merge } from "../../clustering/merge.ts";
import { fowlkesMallows } from "../../clustering/partitions.ts";
import { silhouette } from "../../clustering/silhouette.ts";
import { bakersGamma, copheneticAgreement } from "../../clustering/tree-correlation.ts";
import type { ClusteringCase } from "./clustering.ts";
import type { Ledger } from "./ledger.ts";

interface RTree {
  readonly name: string;
  readonly wardD2_height: readonly number[];
  /** The rest stands only where distances have no ties. */
  readonly bakers_gamma_ward_average?: number;
  readonly bakers_gamma_ward_single?: number;
  readonly cor_cophenetic_ward_average?: number;
  readonly cor_cophenetic_ward_single?: number;
  readonly fowlkes_mallows_Bk_ward_average?: readonly { k: number; fm: number }[];
  readonly cutree_ward_average?: readonly { k: number; ward: number[]; average: number[] }[];
  readonly entanglement_ward_average_default?: number;
  readonly silhouette_ward3_mean?: number;
}

const tolerance = 1e-12;

/** The trees of r.json, of the distances of clustering.json: hclust, cutree, dendextend and cluster. */
export function checkRTrees(trees: readonly RTree[], cases: readonly ClusteringCase[], ledger: Ledger): void {
  for (const golden of trees) {
    const found = cases.find(({ name }) => name === golden.name);
    if (!found) throw new Error(`clustering.json has no distances for its tree ${golden.name}`);
    const distances = Float64Array.from(found.d);
    const [ward, average, single] = (["ward", "average", "single"] as const).map((method) =>
      linkage(distances, found.n, method),
    ) as [Merge[], Merge[], Merge[]];
    const note = (
      kind: string,
      numbers: number | null | number[],
      expected: number | readonly number[] | undefined,
    ) => {
      if (expected !== undefined) ledger.note(`R ${kind}`, golden.name, tolerance, numbers, expected);
    };
    if (golden.bakers_gamma_ward_average !== undefined) {
      note(
        "ward.D2 heights",
        ward.map(({ height }) => height),
        golden.wardD2_height,
      );
    }
    note("Baker's gamma", bakersGamma(ward, average), golden.bakers_gamma_ward_average);
    note("Baker's gamma", bakersGamma(ward, single), golden.bakers_gamma_ward_single);
    note("cophenetic agreement", copheneticAgreement(ward, average), golden.cor_cophenetic_ward_average);
    note("cophenetic agreement", copheneticAgreement(ward, single), golden.cor_cophenetic_ward_single);
    note("entanglement", entanglement(leafOrder(ward), leafOrder(average)), golden.entanglement_ward_average_default);
    note("silhouette", silhouette(distances, cutTree(ward, 3)), golden.silhouette_ward3_mean);
    for (const cut of golden.cutree_ward_average ?? []) {
      note("cutree", [...cutTree(ward, cut.k), ...cutTree(average, cut.k)], [...cut.ward, ...cut.average]);
    }
    for (const { k, fm } of golden.fowlkes_mallows_Bk_ward_average ?? []) {
      note("Fowlkes–Mallows", fowlkesMallows(cutTree(ward, k), cutTree(average, k)), fm);
    }
  }
}
