import type { Forest } from "./forest.ts";
import type { LeafSet } from "./leaf-set.ts";

/** What a term looks at. */
export type Evidence = "tree" | "area" | "off-object" | "rating";

/**
 * All that patterns are evaluated on, for one method and one analysis setting: a tree and numbers an image.
 * Numbers are images × leaves, row by row, NaN where one is missing; null where none of the images has any.
 */
export interface Observations {
  readonly leafSet: LeafSet;
  readonly images: number;
  readonly forest: Forest | null;
  /** Highlighted areas, shares 0–1 (definitions.md §5). */
  readonly areas?: Float64Array | null;
  /** Shares 0–1 of the relevance outside the object mask. */
  readonly offObject?: Float64Array | null;
  /** Mean human ratings, 1–5. */
  readonly ratings?: Float64Array | null;
}

/** Why an image's answer can be unknown. */
export const missingReasons: Record<Evidence, string> = {
  tree: "no tree: a similarity of its maps is not defined, or is not computed yet",
  area: "no heat map of some model",
  "off-object": "no object mask",
  rating: "no ratings",
};
