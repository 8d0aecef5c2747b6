import { EngineError } from "../errors.ts";
import { canonicalJson, canonicalPattern } from "./canonical.ts";
import { comparisons } from "./field/comparison.ts";
import { isImpossible } from "./impossible.ts";
import type { LeafSet } from "./leaf-set.ts";
import type { Comparison, Pattern } from "./pattern.ts";
import type { Fact } from "./predicate/predicate.ts";
import { printPattern } from "./sentence/print.ts";
import { shapeOf } from "./shape.ts";

/**
 * Refuses a pattern in which terms that must hold together exclude each other. It finds what two terms alone show, and
 * for as few leaves as histories are enumerated of, whatever no tree shows. Three terms of many leaves that only together
 * are impossible pass, and then have no hits and a chance near 0.
 * @throws EngineError `contradictory-pattern`
 */
export function refuseContradiction(pattern: Pattern, leafSet: LeafSet): void {
  const shape = shapeOf(canonicalPattern(pattern));
  if (shape.kind === "term") return;
  if (shape.kind === "not") {
    refuseContradiction(shape.part, leafSet);
    const inside = denied(shape.part);
    if (inside) refuseContradiction(inside, leafSet);
    else if (isImpossible([{ not: shape.part }], leafSet)) throw contradiction([{ not: shape.part }], leafSet);
    return;
  }
  for (const part of shape.parts) refuseContradiction(part, leafSet);
  if (shape.kind === "any") return;
  refusePairs(shape.parts, leafSet);
  if (isImpossible(shape.parts, leafSet)) throw contradiction(leastOf(shape.parts, leafSet), leafSet);
}

/** A composition that does not hold, said of its parts (De Morgan); null for a term. */
function denied(pattern: Pattern): Pattern | null {
  const shape = shapeOf(pattern);
  if (!("parts" in shape)) return null;
  const parts = shape.parts.map((part) => ({ not: part }));
  return shape.kind === "all" ? { any: parts } : { all: parts };
}

function refusePairs(parts: readonly Pattern[], leafSet: LeafSet): void {
  const texts = parts.map((part) => JSON.stringify(part));
  const opposites = parts.map((part) => canonicalJson({ not: part }));
  const facts = parts.map((part) => factsOf(part, leafSet));
  for (let a = 0; a < parts.length; a++) {
    for (let b = 0; b < a; b++) {
      if (opposites[a] !== texts[b] && !facts[a]!.some((p) => facts[b]!.some((q) => areExclusive(p, q)))) continue;
      throw contradiction([parts[b]!, parts[a]!], leafSet);
    }
  }
}

function contradiction(parts: readonly Pattern[], leafSet: LeafSet): EngineError {
  const terms = parts.map((part) => printPattern(part, leafSet));
  const [first, second] = terms as [string, string];
  const message =
    terms.length === 1
      ? `No image can show that ${first}: it says that what always holds does not.`
      : terms.length === 2
        ? `No image can show both that ${first} and that ${second}; drop one of the two.`
        : `No image can show ${terms.map((term) => `that ${term}`).join(", ")} together; drop one of them.`;
  return new EngineError("contradictory-pattern", message, { terms });
}

/** As few of the parts as no tree shows together. */
function leastOf(parts: readonly Pattern[], leafSet: LeafSet): readonly Pattern[] {
  let least = parts;
  for (const part of parts) {
    const rest = least.filter((other) => other !== part);
    if (rest.length > 1 && isImpossible(rest, leafSet)) least = rest;
  }
  return least;
}

const negations: Record<Comparison, Comparison> = {
  "at-least": "below",
  below: "at-least",
  above: "at-most",
  "at-most": "above",
};

/** A denied cluster: what must not be. */
type Denied = { readonly notCluster: readonly number[] };

function factsOf(part: Pattern, leafSet: LeafSet): (Fact | Denied)[] {
  const shape = shapeOf(part);
  if (shape.kind === "term") return [...shape.predicate.facts(shape.args, leafSet)];
  if (shape.kind !== "not") return [];
  const inner = shapeOf(shape.part);
  if (inner.kind !== "term") return [];
  const facts = inner.predicate.facts(inner.args, leafSet).filter(({ partial }) => !partial);
  return facts.flatMap((fact): (Fact | Denied)[] => {
    if ("cluster" in fact) return [{ notCluster: fact.cluster }];
    if ("is" in fact) return [{ of: fact.of, isNot: fact.is }];
    return "op" in fact ? [{ ...fact, op: negations[fact.op] }] : [];
  });
}

function areExclusive(p: Fact | Denied, q: Fact | Denied): boolean {
  if ("notCluster" in p) return "cluster" in q && p.notCluster.join() === q.cluster.join();
  if ("notCluster" in q) return areExclusive(q, p);
  if ("cluster" in p || "cluster" in q) return "cluster" in p && "cluster" in q && doCross(p.cluster, q.cluster);
  if (p.of !== q.of) return false;
  if ("op" in p || "op" in q) return "op" in p && "op" in q && !canBothHold(p, q);
  if ("isNot" in q) return "is" in p && p.is === q.isNot;
  return "isNot" in p ? p.isNot === q.is : p.is !== q.is;
}

/** Two clusters of one tree are apart, or one lies within the other. */
function doCross(a: readonly number[], b: readonly number[]): boolean {
  const common = a.filter((place) => b.includes(place)).length;
  return common > 0 && common < Math.min(a.length, b.length);
}

interface Bound {
  readonly op: Comparison;
  readonly threshold: number;
}

/** Whether some number meets both: the thresholds themselves and what lies just beyond and between them are tried. */
function canBothHold(p: Bound, q: Bound): boolean {
  const [low, high] = [Math.min(p.threshold, q.threshold), Math.max(p.threshold, q.threshold)];
  const tried = [low - 1, low, (low + high) / 2, high, high + 1];
  return tried.some((value) => [p, q].every(({ op, threshold }) => comparisons[op].holds(value, threshold)));
}
