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

/** Where the class score went: "adds up to the score: pixels 88 %, biases 12 %, ε 0.0 %". */
export function relevanceText(relevance: Relevance | null | undefined): string | null {
  if (!relevance) return null;
  const { conservation, bias, epsilon } = relevance;
  const taken = bias == null || epsilon == null ? null : `biases ${shareText(bias)}, ε ${shareText(epsilon)}`;
  if (conservation == null) return taken;
  if (conservation > conservationTolerance) {
    return [`misses the score by ${shareText(conservation)}`, taken].filter(Boolean).join("; ");
  }
  // What biases and ε did not take is the pixels'.
  const pixels = taken && `pixels ${shareText(1 - bias! - epsilon!)}, ${taken}`;
  return ["adds up to the score", pixels].filter(Boolean).join(": ");
}

const large = new Intl.NumberFormat("en", { maximumSignificantDigits: 2 });

/** A share of either sign, in percent; of relevance that outgrew the score two digits say enough. */
function shareText(share: number): string {
  const size = Math.abs(share);
  const text = size < 10 ? percentText(size) : `${large.format(size * 100)} %`;
  return share < 0 && !text.startsWith("<") ? `−${text}` : text;
}
