import { EngineError } from "../errors.ts";
import { canonicalJson, canonicalPattern } from "./canonical.ts";
import { comparisons } from "./field/comparison.ts";
import type { LeafSet } from "./leaf-set.ts";
import type { Comparison, Pattern } from "./pattern.ts";
import type { Fact } from "./predicate/predicate.ts";
import { printPattern } from "./sentence/print.ts";
import { shapeOf } from "./shape.ts";

/**
 * Refuses a pattern in which two terms that must hold together exclude each other. It finds what two terms alone show;
 * three that only together are impossible pass, and then have no hits and a chance near 0.
 * @throws EngineError `contradictory-pattern`
 */
export function refuseContradiction(pattern: Pattern, leafSet: LeafSet): void {
  const shape = shapeOf(canonicalPattern(pattern));
  if (shape.kind === "not") refuseContradiction(shape.part, leafSet);
  if (shape.kind === "not" || shape.kind === "term") return;
  for (const part of shape.parts) refuseContradiction(part, leafSet);
  if (shape.kind !== "all") return;
  const texts = shape.parts.map((part) => JSON.stringify(part));
  const opposites = shape.parts.map((part) => canonicalJson({ not: part }));
  const facts = shape.parts.map((part) => factsOf(part, leafSet));
  for (let a = 0; a < shape.parts.length; a++) {
    for (let b = 0; b < a; b++) {
      if (opposites[a] !== texts[b] && !facts[a]!.some((p) => facts[b]!.some((q) => areExclusive(p, q)))) continue;
      const [first, second] = [shape.parts[b]!, shape.parts[a]!].map((part) => printPattern(part, leafSet));
      throw new EngineError(
        "contradictory-pattern",
        `No image can show both that ${first} and that ${second}; drop one of the two.`,
        { first, second },
      );
    }
  }
}

const negations: Record<Comparison, Comparison> = {
  "at-least": "below",
  below: "at-least",
  above: "at-most",
  "at-most": "above",
};

/** A denied cluster or thing: what must not be. */
type Denied = { readonly notCluster: readonly number[] };

function factsOf(part: Pattern, leafSet: LeafSet): (Fact | Denied)[] {
  const shape = shapeOf(part);
  if (shape.kind === "term") return [...shape.predicate.facts(shape.args, leafSet)];
  if (shape.kind !== "not") return [];
  const inner = shapeOf(shape.part);
  if (inner.kind !== "term") return [];
  const facts = inner.predicate.facts(inner.args, leafSet);
  // A term that states more than one fact can fail by any of them.
  if (facts.length !== 1) return [];
  return facts.flatMap((fact): (Fact | Denied)[] => {
    if ("cluster" in fact) return [{ notCluster: fact.cluster }];
    return "op" in fact ? [{ ...fact, op: negations[fact.op] }] : [];
  });
}

function areExclusive(p: Fact | Denied, q: Fact | Denied): boolean {
  if ("notCluster" in p) return "cluster" in q && p.notCluster.join() === q.cluster.join();
  if ("notCluster" in q) return areExclusive(q, p);
  if ("cluster" in p || "cluster" in q) return "cluster" in p && "cluster" in q && doCross(p.cluster, q.cluster);
  if (p.of !== q.of) return false;
  if ("is" in p || "is" in q) return "is" in p && "is" in q && p.is !== q.is;
  return !canBothHold(p, q);
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
