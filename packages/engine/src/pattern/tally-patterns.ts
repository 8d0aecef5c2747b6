import { type Tally, tallyAnswers } from "./answers.ts";
import type { Cluster } from "./cluster.ts";
import { countClusters } from "./count-clusters.ts";
import { evaluatePattern, observedOf } from "./evaluate.ts";
import type { LeafSet } from "./leaf-set.ts";
import type { Observations } from "./observations.ts";
import type { Pattern } from "./pattern.ts";
import { shapeOf } from "./shape.ts";

/**
 * How often each pattern holds: what tallyAnswers counts of each one's answers. Patterns about one cluster are counted
 * together, and without their answers, so that ten take hardly longer than one.
 * @param chosen one byte an image, 1 where it counts, else 0
 * @throws EngineError `observations-inconsistent` where the observations are of other leaves or images
 */
export function tallyPatterns(
  patterns: readonly Pattern[],
  observations: Observations,
  chosen: Uint8Array,
): readonly Tally[] {
  const questions = patterns.map((pattern) => ({ pattern, about: aboutOf(pattern, observations.leafSet) }));
  const clusters = questions.flatMap(({ about }) => about?.cluster ?? []);
  const counted = countTogether(clusters, observations, chosen);
  let next = 0;
  return questions.map(({ pattern, about }) => {
    if (!about || !counted) return tallyAnswers(evaluatePattern(pattern, observations), chosen);
    const { n, unknown } = counted;
    const k = counted.counts[next++]!;
    return { k: about.isDenied ? n - k : k, n, unknown };
  });
}

/** The one cluster that a pattern says is formed, or is not; null where it says something else. */
function aboutOf(pattern: Pattern, leafSet: LeafSet): { cluster: Cluster; isDenied: boolean } | null {
  const shape = shapeOf(pattern);
  if (shape.kind === "not") {
    const about = aboutOf(shape.part, leafSet);
    return about && { cluster: about.cluster, isDenied: !about.isDenied };
  }
  const cluster = shape.kind === "term" ? shape.predicate.cluster?.(shape.args, leafSet) : null;
  return cluster ? { cluster, isDenied: false } : null;
}

/** Null where no cluster is asked for, or no image has a tree. */
function countTogether(clusters: readonly Cluster[], observations: Observations, chosen: Uint8Array) {
  const { forest } = observations;
  if (clusters.length === 0 || !forest) return null;
  observedOf("tree", observations);
  const { missing } = forest;
  const present = missing ? chosen.map((byte, t) => (missing[t] === 0 ? byte : 0)) : chosen;
  const n = sum(present);
  return { counts: countClusters(forest, clusters, present), n, unknown: missing ? sum(chosen) - n : 0 };
}

function sum(bytes: Uint8Array): number {
  let total = 0;
  for (let t = 0; t < bytes.length; t++) total += bytes[t]!;
  return total;
}
