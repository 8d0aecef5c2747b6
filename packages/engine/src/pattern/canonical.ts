import type { Pattern } from "./pattern.ts";
import { shapeOf, termOf } from "./shape.ts";

/**
 * The one form of all patterns that say the same by the same terms: sets sorted, simpler terms where they say it too,
 * compositions flattened, sorted, without repetitions, double negations gone.
 */
export function canonicalPattern(pattern: Pattern): Pattern {
  const shape = shapeOf(pattern);
  if (shape.kind === "term") {
    const { predicate, args, name } = shape;
    const simpler = predicate.simpler?.(args);
    if (simpler) return canonicalPattern(simpler);
    const entries = Object.entries(predicate.fields).map(([key, field]) => {
      const value = args[key];
      return [key, field.canonical?.(value) ?? value];
    });
    return termOf(name, Object.fromEntries(entries));
  }
  if (shape.kind === "not") {
    const part = canonicalPattern(shape.part);
    const inner = shapeOf(part);
    return inner.kind === "not" ? inner.part : { not: part };
  }
  const byText = new Map<string, Pattern>();
  for (const part of shape.parts.map(canonicalPattern)) {
    const inner = shapeOf(part);
    const flat = inner.kind === shape.kind ? inner.parts : [part];
    for (const one of flat) byText.set(JSON.stringify(one), one);
  }
  const parts = [...byText.keys()].sort().map((text) => byText.get(text)!);
  if (parts.length === 1) return parts[0]!;
  return shape.kind === "all" ? { all: parts } : { any: parts };
}

/** The pattern's identity: equal texts, the same question. */
export function canonicalJson(pattern: Pattern): string {
  return JSON.stringify(canonicalPattern(pattern));
}
