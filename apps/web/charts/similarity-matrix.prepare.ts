import { scoreText } from "../text/probability.ts";
import { colourAt, inkOn } from "./colour-map.ts";

export interface MatrixCell {
  row: number;
  column: number;
  /** Positions in the leaf set. */
  first: number;
  second: number;
  /** Empty on the diagonal; a dash where the measure is not defined. */
  text: string;
  fill: string | null;
  ink: string;
}

export interface Matrix {
  cells: MatrixCell[];
  domain: { low: number; high: number };
}

/** The matrix in the tree's order: row i and column i are the i-th leaf from the top. */
export function prepareMatrix(
  similarities: readonly (readonly (number | null)[])[],
  leafOrder: readonly number[],
): Matrix {
  const domain = similarityDomain(similarities);
  const cells = leafOrder.flatMap((first, row) =>
    leafOrder.map((second, column) => ({ row, column, first, second, ...paint(first, second, similarities, domain) })),
  );
  return { cells, domain };
}

function paint(
  first: number,
  second: number,
  similarities: readonly (readonly (number | null)[])[],
  domain: Matrix["domain"],
) {
  // A map compared with itself says nothing: the diagonal is a gap, not a 1.
  if (first === second) return { text: "", fill: null, ink: "" };
  const score = similarities[first]?.[second] ?? null;
  if (score === null) return { text: scoreText(null), fill: null, ink: "" };
  const rgb = colourAt("viridis", (score - domain.low) / (domain.high - domain.low));
  return { text: scoreText(score), fill: `rgb(${rgb.join(" ")})`, ink: inkOn(rgb) };
}

/** The smallest range of whole tenths around the scores of different maps; at least two tenths wide. */
export function similarityDomain(similarities: readonly (readonly (number | null)[])[]): { low: number; high: number } {
  const scores = similarities.flatMap((row, first) =>
    row.filter((score, second) => score !== null && first !== second),
  );
  if (scores.length === 0) return { low: 0, high: 1 };
  const values = scores as number[];
  const low = Math.floor(Math.min(...values) * 10 + 1e-9);
  const high = Math.ceil(Math.max(...values) * 10 - 1e-9);
  return { low: low / 10, high: Math.max(high, low + 2) / 10 };
}
