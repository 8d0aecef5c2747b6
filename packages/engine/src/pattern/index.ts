export { type Answers, answerCodes, type Tally, tallyAnswerGroups, tallyAnswers } from "./answers.ts";
export { type Bootstrap, type BootstrapSetting, bootstrap, defaultBootstrap } from "./bootstrap.ts";
export { canonicalJson, canonicalPattern } from "./canonical.ts";
export { type Chance, isCounted, patternChance } from "./chance.ts";
export { type Consensus, consensus, type SupportedClade } from "./consensus.ts";
export {
  type Discoveries,
  type Discovery,
  type DiscoverySetting,
  defaultDiscovery,
  discoverPatterns,
} from "./discover.ts";
export { evaluatePattern, evidenceOf } from "./evaluate.ts";
export { type Forest, forestFromBytes, forestFromMerges, type StoredForest } from "./forest.ts";
export { type Frequency, frequencyOf, patternFrequency, type Tail } from "./frequency.ts";
export type { Known } from "./known.ts";
export { type Leaf, type LeafSet, leafSet, leafSetOf } from "./leaf-set.ts";
export { memberBytes } from "./member-bytes.ts";
export { defaultNull, type NullSetting } from "./null-trees.ts";
export { type Evidence, missingReasons, type Observations } from "./observations.ts";
export type { Comparison, Pattern, Term, TermName, Terms } from "./pattern.ts";
export { isSamePattern, readPattern } from "./read-pattern.ts";
export { parsePattern } from "./sentence/parse.ts";
export { printPattern } from "./sentence/print.ts";
export {
  imageStability,
  majority,
  type Stability,
  type StabilitySetting,
  stability,
  stabilitySettings,
} from "./stability.ts";
export { tallyPatterns } from "./tally-patterns.ts";
