import { scoreText } from "../text/probability.ts";
import { colourAt, inkOn } from "./colour-map.ts";
import type { Matrix } from "./similarity-matrix.prepare.ts";

/** Differences in one tree's order, blue below and red above 0, on a scale that is as wide on both sides. */
export function prepareDifference(
  differences: readonly (readonly (number | null)[])[],
  leafOrder: readonly number[],
): Matrix {
  const high = differenceDomain(differences);
  const cells = leafOrder.flatMap((first, row) =>
    leafOrder.map((second, column) => {
      const place = { row, column, first, second };
      const value = differences[first]?.[second] ?? null;
      if (first === second) return { ...place, text: "", fill: null, ink: "" };
      if (value === null) return { ...place, text: scoreText(null), fill: null, ink: "" };
      const rgb = colourAt("blue-white-red", (value / high + 1) / 2);
      return { ...place, text: signedText(value), fill: `rgb(${rgb.join(" ")})`, ink: inkOn(rgb) };
    }),
  );
  return { cells, domain: { low: -high, high } };
}

/** The least whole tenth that no difference exceeds; at least one. */
function differenceDomain(differences: readonly (readonly (number | null)[])[]): number {
  const sizes = differences.flat().map((value) => Math.abs(value ?? 0));
  return Math.max(1, Math.ceil(Math.max(0, ...sizes) * 10 - 1e-9)) / 10;
}

const signedText = (value: number) =>
  value > 0 && scoreText(value) !== ".00" ? `+${scoreText(value)}` : scoreText(value);
