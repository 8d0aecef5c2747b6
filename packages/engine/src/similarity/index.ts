export { type HogSettings, hogDescriptor } from "./hog.ts";
export { kendallTau } from "./kendall.ts";
export { leastSides, type MeasureName, measureNames, measureVersions } from "./measures.ts";
export { correlation, deviations } from "./pearson.ts";
export { type ComparedMap, commonGrid, type SimilaritySetting, similarityMatrix } from "./similarity-matrix.ts";
export { averageRanks } from "./spearman.ts";
export { type SsimStatistics, type SsimWindow, ssim, ssimMap, ssimStatistics } from "./ssim.ts";
export { topShare } from "./top-share.ts";
