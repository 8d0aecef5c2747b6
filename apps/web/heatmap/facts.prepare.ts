import { percentText } from "../text/probability.ts";

/** Off the object, beside what a map that is even everywhere would have: without that a share says nothing. */
export function offObjectText(share: number | null | undefined, objectShare: number | null | undefined): string | null {
  if (objectShare === null || objectShare === undefined) return null;
  if (share === null || share === undefined) return "not defined: nothing in the map speaks for the class";
  return `${percentText(share)} (an even map: ${percentText(1 - objectShare)})`;
}

/** Above this share of the score a map is flagged (definitions.md §1). */
const conservationTolerance = 1e-3;

interface Relevance {
  conservation?: number | null;
  bias?: number | null;
  epsilon?: number | null;
}

/** Where the class score went: "adds up to the score; biases took 12 %, ε 0.0 %". */
export function relevanceText(relevance: Relevance | null | undefined): string | null {
  if (!relevance) return null;
  const { conservation, bias, epsilon } = relevance;
  const sum =
    conservation == null
      ? null
      : conservation <= conservationTolerance
        ? "adds up to the score"
        : `misses the score by ${percentText(conservation)}`;
  const taken =
    bias == null || epsilon == null ? null : `biases took ${signedPercent(bias)}, ε ${signedPercent(epsilon)}`;
  return [sum, taken].filter(Boolean).join("; ") || null;
}

const signedPercent = (share: number) => (share < 0 ? `−${percentText(-share)}` : percentText(share));
