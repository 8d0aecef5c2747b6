import { condensedDistances } from "../clustering/condensed.ts";
import { copheneticCorrelation } from "../clustering/cophenetic.ts";
import { leafOrder } from "../clustering/leaf-order.ts";
import { linkage } from "../clustering/linkage.ts";
import { memberBits } from "../clustering/member-bits.ts";
import { hasTies } from "../clustering/ties.ts";
import { EngineError } from "../errors.ts";
import { decode } from "../heatmap/decode.ts";
import { similarityMatrix } from "../similarity/similarity-matrix.ts";
import type { AnalysedMap, Analysis, AnalysisSetting } from "./pool-messages.ts";

/**
 * Similarities and tree of the maps of one picture and method.
 * @throws EngineError `similarity-undefined`, and those of similarityMatrix and linkage
 */
export function analyse(maps: readonly AnalysedMap[], setting: AnalysisSetting): Analysis {
  const compared = maps.map((map) => ({ grid: decode(map), signed: map.signed, rect: map.rect }));
  const similarities = similarityMatrix(compared, setting);
  const known = similarities.filter((value) => value !== null);
  if (known.length < similarities.length) {
    throw new EngineError(
      "similarity-undefined",
      `${setting.measure} is not defined for a constant map, so these maps have no tree; compare them by SSIM.`,
    );
  }
  const distances = condensedDistances(known, setting.distance);
  const merges = linkage(distances, maps.length, setting.linkage);
  return {
    similarities,
    merges,
    memberBits: memberBits(merges),
    leafOrder: leafOrder(merges),
    rootHeight: merges.at(-1)!.height,
    cophenetic: copheneticCorrelation(merges, distances),
    ties: hasTies(merges, distances, setting.linkage),
  };
}
