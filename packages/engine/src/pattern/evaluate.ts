import { type Answers, intersect, negate, unite, unknown } from "./answers.ts";
import type { Evidence, Observations } from "./observations.ts";
import type { Pattern } from "./pattern.ts";
import { shapeOf, termsOf } from "./shape.ts";

const sources: Record<Evidence, (observations: Observations) => unknown> = {
  tree: ({ forest }) => forest,
  area: ({ areas }) => areas,
  "off-object": ({ offObject }) => offObject,
  rating: ({ ratings }) => ratings,
};

/**
 * Whether the pattern holds on each image: no (0), unknown (1) or yes (2), in Kleene's logic: what is missing makes an
 * answer unknown only where it could change it.
 * @param pattern one that readPattern accepts for these leaves
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
  if (!sources[evidence](observations)) return answers.fill(unknown);
  shape.predicate.evaluate(shape.args, observations, answers);
  const missing = evidence === "tree" ? observations.forest!.missing : null;
  if (missing) for (let t = 0; t < answers.length; t++) if (missing[t] !== 0) answers[t] = unknown;
  return answers;
}

/** What a pattern looks at, each once. */
export function evidenceOf(pattern: Pattern): Evidence[] {
  return [...new Set(termsOf(pattern).map(({ predicate }) => predicate.evidence))];
}
