import { condensedDistances, itemCount } from "../clustering/condensed.ts";
import { copheneticCorrelation } from "../clustering/cophenetic.ts";
import { leafOrder } from "../clustering/leaf-order.ts";
import { linkage } from "../clustering/linkage.ts";
import { memberBits } from "../clustering/member-bits.ts";
import { hasTies } from "../clustering/ties.ts";
import { EngineError } from "../errors.ts";
import { decode } from "../heatmap/decode.ts";
import { similarityMatrix } from "../similarity/similarity-matrix.ts";
import type { AnalysedGroup, AnalysedTree, AnalyseJob, Analysis, TreeSetting } from "./pool-messages.ts";

/**
 * Similarities and trees of one picture and method.
 * @throws EngineError `similarity-undefined`, and those of similarityMatrix and linkage
 */
export function analyse(group: AnalysedGroup, { similarity, trees }: Omit<AnalyseJob, "groups">): Analysis {
  const similarities = "similarities" in group ? group.similarities : compareMaps(group, similarity);
  const known = similarities.filter((value) => value !== null);
  if (known.length < similarities.length) {
    throw new EngineError(
      "similarity-undefined",
      `${similarity.measure} is not defined for a constant map, so these maps have no tree; compare them by SSIM.`,
    );
  }
  return { similarities, trees: trees.map((setting) => makeTree(known, setting)) };
}

function compareMaps({ maps }: Extract<AnalysedGroup, { maps: unknown }>, setting: AnalyseJob["similarity"]) {
  const compared = maps.map((map) => ({ grid: decode(map), signed: map.signed, rect: map.rect }));
  return similarityMatrix(compared, setting);
}

function makeTree(similarities: readonly number[], { distance, linkage: method }: TreeSetting): AnalysedTree {
  const distances = condensedDistances(similarities, distance);
  const merges = linkage(distances, itemCount(distances.length), method);
  return {
    merges,
    memberBits: memberBits(merges),
    leafOrder: leafOrder(merges),
    rootHeight: merges.at(-1)!.height,
    cophenetic: copheneticCorrelation(merges, distances),
    ties: hasTies(merges, distances, method),
  };
}
