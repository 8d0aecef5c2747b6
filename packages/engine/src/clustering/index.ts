export { condensedDistances, type Distance, distances, itemCount, pairIndex } from "./condensed.ts";
export { copheneticCorrelation, copheneticDistances } from "./cophenetic.ts";
export { leafOrder } from "./leaf-order.ts";
export { linkage } from "./linkage.ts";
export { type LinkageMethod, linkageMethods } from "./links.ts";
export { memberBits } from "./member-bits.ts";
export type { Merge } from "./merge.ts";
export { newick } from "./newick.ts";
export { hasTies } from "./ties.ts";
