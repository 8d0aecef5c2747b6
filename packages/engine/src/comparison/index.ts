export { type Distribution, distributionOf } from "./distribution.ts";
export { bakersGammas, type SharedLeaves } from "./gammas.ts";
export { expectedFowlkesMallows, type PartitionAgreement, partitionAgreements } from "./partition-agreement.ts";
export { defaultPermutation, gammaPermutation, type PermutationSetting, type PermutationValue } from "./permutation.ts";
export { pruneTree } from "./prune.ts";
export { sharedClades } from "./shared-clades.ts";
