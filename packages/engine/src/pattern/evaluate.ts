import { EngineError } from "../errors.ts";
import { type Answers, intersect, negate, unite, unknown } from "./answers.ts";
import type { Forest } from "./forest.ts";
import type { Evidence, Observations } from "./observations.ts";
import type { Pattern } from "./pattern.ts";
import { shapeOf, termsOf } from "./shape.ts";

/** The forest or the numbers that a term looks at. */
const sources: Record<Evidence, (observations: Observations) => Forest | Float64Array | null | undefined> = {
  tree: ({ forest }) => forest,
  area: ({ areas }) => areas,
  "off-object": ({ offObject }) => offObject,
  rating: ({ ratings }) => ratings,
};

/**
 * Whether the pattern holds on each image: no (0), unknown (1) or yes (2), in Kleene's logic: what is missing makes an
 * answer unknown only where it could change it.
 * @param pattern one that readPattern accepts for these leaves
 * @throws EngineError `observations-inconsistent` where the observations are of other leaves or images
 */
export function evaluatePattern(pattern: Pattern, observations: Observations): Answers {
  const shape = shapeOf(pattern);
  if (shape.kind === "not") {
    const answers = evaluatePattern(shape.part, observations);
    negate(answers);
    return answers;
  }
  if (shape.kind !== "term") {
    const [first, ...others] = shape.parts.map((part) => evaluatePattern(part, observations));
    for (const other of others) (shape.kind === "all" ? intersect : unite)(first!, other);
    return first!;
  }
  const answers = new Uint8Array(observations.images);
  const { evidence } = shape.predicate;
  if (!observedOf(evidence, observations)) return answers.fill(unknown);
  shape.predicate.evaluate(shape.args, observations, answers);
  const missing = evidence === "tree" ? observations.forest!.missing : null;
  if (missing) for (let t = 0; t < answers.length; t++) if (missing[t] !== 0) answers[t] = unknown;
  return answers;
}

/**
 * What was observed of this kind; null where nothing was.
 * @throws EngineError `observations-inconsistent` where it is of other leaves or images
 */
export function observedOf(evidence: Evidence, observations: Observations): Forest | Float64Array | null {
  const source = sources[evidence](observations);
  if (!source) return null;
  const n = observations.leafSet.leaves.length;
  const [images, leaves] = "trees" in source ? [source.trees, source.leaves] : [source.length / n, n];
  if (images === observations.images && leaves === n) return source;
  throw new EngineError(
    "observations-inconsistent",
    `The ${evidence} observations are of ${images} images × ${leaves} leaves, not of ${observations.images} × ${n}.`,
    { evidence, images, leaves },
  );
}

/** What a pattern looks at, each once. */
export function evidenceOf(pattern: Pattern): Evidence[] {
  return [...new Set(termsOf(pattern).map(({ predicate }) => predicate.evidence))];
}
