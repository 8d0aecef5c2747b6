export { type MeasureName, measureNames } from "./measures.ts";
export { type ComparedMap, commonGrid, type SimilaritySetting, similarityMatrix } from "./similarity-matrix.ts";
export { type SsimStatistics, type SsimWindow, ssim, ssimMap, ssimStatistics } from "./ssim.ts";
