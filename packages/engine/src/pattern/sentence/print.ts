import type { LeafSet } from "../leaf-set.ts";
import type { Pattern } from "../pattern.ts";
import { type Shape, shapeOf } from "../shape.ts";

/** The pattern as a sentence without its full stop: "AlexNet joins second to last and Inception V3 joins last". */
export function printPattern(pattern: Pattern, leafSet: LeafSet): string {
  const shape = plainShape(pattern);
  if (shape.kind === "term") return printTerm(shape, leafSet, "affirm");
  if (shape.kind === "not") {
    const inner = plainShape(shape.part);
    if (inner.kind === "term") return printTerm(inner, leafSet, "deny");
    return `not (${printPattern(shape.part, leafSet)})`;
  }
  const printed = shape.parts.map((part) => {
    const { kind } = plainShape(part);
    const text = printPattern(part, leafSet);
    // Without brackets "A and B or C" would be read in two ways.
    return kind === "all" || kind === "any" ? `(${text})` : text;
  });
  return printed.join(shape.kind === "all" ? " and " : " or ");
}

/** A composition of one part is that part. */
function plainShape(pattern: Pattern): Shape {
  const shape = shapeOf(pattern);
  return "parts" in shape && shape.parts.length === 1 ? plainShape(shape.parts[0]!) : shape;
}

function printTerm(term: Extract<Shape, { kind: "term" }>, leafSet: LeafSet, form: "affirm" | "deny"): string {
  const { predicate, args } = term;
  const simpler = predicate.simpler?.(args);
  if (simpler) return printTerm(shapeOf(simpler) as typeof term, leafSet, form);
  return predicate.phrases[0]![form].replaceAll(/\{(\w+)\}/g, (_, key: string) =>
    predicate.fields[key]!.print(args[key], leafSet),
  );
}
