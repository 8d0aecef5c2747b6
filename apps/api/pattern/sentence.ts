import { type LeafSet, type Pattern, printPattern } from "@heatlas/engine";

/** A pattern as a sentence of its own, as the page shows it and parsePattern reads it. */
export function printPatternOf(pattern: Pattern, leafSet: LeafSet): string {
  return `${printPattern(pattern, leafSet)}.`;
}
