import { seededRandom } from "../statistics/index.ts";
import { tallyAnswers } from "./answers.ts";
import { canonicalPattern } from "./canonical.ts";
import { evaluatePattern, evidenceOf } from "./evaluate.ts";
import type { Forest } from "./forest.ts";
import { type Known, known, unknownBecause } from "./known.ts";
import type { LeafSet } from "./leaf-set.ts";
import { defaultNull, everyHistory, historyCount, type NullSetting, randomForests } from "./null-trees.ts";
import type { Pattern } from "./pattern.ts";
import type { Null } from "./predicate/predicate.ts";
import { printPattern } from "./sentence/print.ts";
import { shapeOf, termOf, termsOf } from "./shape.ts";

/** How likely a pattern is on one image if the models merged at random. */
export interface Chance {
  readonly probability: number;
  /** By formula, by every history of few leaves, or by random trees. */
  readonly basis: "closed-form" | "enumerated" | "simulated";
  /** Trees looked at; null for a formula. */
  readonly trees: number | null;
  /** Of the simulation; 0 where the probability is exact. */
  readonly standardError: number;
}

/**
 * The chance of a pattern under uniformly random merging (definitions.md §5). A term and its negation have their closed
 * forms; a composition is evaluated on every history of its leaves where there are no more than the trees asked for
 * (6 leaves: 2,700), else on random trees; highlighted areas are then random too, and independent of the tree.
 */
export function patternChance(pattern: Pattern, leafSet: LeafSet, setting: NullSetting = defaultNull): Known<Chance> {
  const canonical = canonicalPattern(pattern);
  const n = leafSet.leaves.length;
  const reason = findReason(canonical, leafSet);
  if (reason !== null) return unknownBecause(reason);
  const shape = shapeOf(canonical);
  if (shape.kind === "term") return known(termChance(shape.predicate.chance(shape.args, n) as Drawable, n, setting));
  if (shape.kind === "not" && shapeOf(shape.part).kind === "term") {
    const chance = patternChance(shape.part, leafSet, setting);
    return chance.value ? known({ ...chance.value, probability: 1 - chance.value.probability }) : chance;
  }
  const needsAreas = evidenceOf(canonical).includes("area");
  return known(
    averageOver(n, setting, !needsAreas, (forest, batch) => {
      const areas = needsAreas ? randomAreas(forest, setting.seed + batch + 1) : null;
      const answers = evaluatePattern(canonical, { leafSet, images: forest.trees, forest, areas });
      return { hits: tallyAnswers(answers).k, weight: 1 };
    }),
  );
}

/** Whether trees must be looked at to tell a pattern's chance: it may then take a while. */
export function isCounted(pattern: Pattern, leafSet: LeafSet): boolean {
  const canonical = canonicalPattern(pattern);
  if (findReason(canonical, leafSet) !== null) return false;
  const shape = shapeOf(canonical);
  if (shape.kind === "not" && shapeOf(shape.part).kind === "term") return isCounted(shape.part, leafSet);
  return shape.kind !== "term" || "average" in shape.predicate.chance(shape.args, leafSet.leaves.length);
}

/** Why a pattern has no chance to compare with: the first of its terms that has none. */
function findReason(pattern: Pattern, leafSet: LeafSet): string | null {
  for (const { name, args, predicate } of termsOf(pattern)) {
    const own = predicate.chance(args, leafSet.leaves.length);
    if ("none" in own) return `"${printPattern(termOf(name, args), leafSet)}" has no chance: ${own.none}`;
  }
  return null;
}

/** A null that probabilities come of. */
type Drawable = Exclude<Null, { none: string }>;

function termChance(term: Drawable, n: number, setting: NullSetting): Chance {
  if ("average" in term) return averageOver(n, setting, true, term.average);
  return { probability: term.probability, basis: "closed-form", trees: null, standardError: 0 };
}

type Count = (forest: Forest, batch: number) => { readonly hits: number; readonly weight: number };

function averageOver(n: number, setting: NullSetting, mayEnumerate: boolean, count: Count): Chance {
  if (mayEnumerate && historyCount(n) <= setting.trees) {
    const forest = everyHistory(n);
    const { hits, weight } = count(forest, 0);
    const probability = (hits / forest.trees) * weight;
    return { probability, basis: "enumerated", trees: forest.trees, standardError: 0 };
  }
  let [seen, weight, batch] = [0, 1, 0];
  for (const forest of randomForests(n, setting)) {
    const counted = count(forest, batch++);
    seen += counted.hits;
    weight = counted.weight;
  }
  // One more than was seen, of one more tree: what 10,000 trees do not show is rare, not impossible (North 2002).
  const share = (seen + 1) / (setting.trees + 1);
  const standardError = Math.sqrt((share * (1 - share)) / setting.trees) * weight;
  return { probability: share * weight, basis: "simulated", trees: setting.trees, standardError };
}

function randomAreas({ trees, leaves }: Forest, seed: number): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({ length: trees * leaves }, () => random.unit());
}
