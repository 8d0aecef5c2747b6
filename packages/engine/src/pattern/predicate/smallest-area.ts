import { no, unknown, yes } from "../answers.ts";
import { leafField } from "../field/leaf.ts";
import type { Terms } from "../pattern.ts";
import type { Predicate } from "./predicate.ts";

/**
 * The leaf's highlighted area is smaller than that of every other: where two are equally small, neither is the smallest.
 * Unknown where it hangs on a missing area. By chance 1/n.
 */
export const smallestArea: Predicate<Terms["smallestArea"]> = {
  fields: { leaf: leafField },
  phrases: [{ affirm: "{leaf} has the smallest area", deny: "{leaf} does not have the smallest area" }],
  evidence: "area",
  evaluate({ leaf }, { areas, leafSet }, out) {
    const n = leafSet.leaves.length;
    const place = leafSet.places.get(leaf)!;
    for (let t = 0; t < out.length; t++) out[t] = isSmallest(areas!, t * n, n, place);
  },
  chance: (_, n) => ({ probability: 1 / n }),
  facts: ({ leaf }) => [{ of: "the smallest area", is: leaf }],
};

function isSmallest(areas: Float64Array, start: number, n: number, place: number): number {
  const own = areas[start + place]!;
  if (Number.isNaN(own)) return unknown;
  let answer = yes;
  for (let other = 0; other < n; other++) {
    const area = areas[start + other]!;
    if (other !== place && area <= own) return no;
    if (Number.isNaN(area)) answer = unknown;
  }
  return answer;
}
