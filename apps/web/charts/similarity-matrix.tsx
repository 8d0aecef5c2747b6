"use client";

import type { CSSProperties } from "react";
import styles from "./similarity-matrix.module.css";
import type { Matrix } from "./similarity-matrix.prepare.ts";

interface SimilarityMatrixProps {
  matrix: Matrix;
  /** Names in the tree's order. */
  names: readonly string[];
  rowHeight: number;
  /** The row that the page's sentence is about. */
  highlighted: number | null;
  measure: string;
}

/** Rows and columns in the tree's order; each cell is the score of two maps. */
export function SimilarityMatrix({ matrix, names, rowHeight, highlighted, measure }: SimilarityMatrixProps) {
  const rows = names.map((name, row) => ({ name, row, cells: matrix.cells.filter((cell) => cell.row === row) }));
  return (
    <table
      className={styles.matrix}
      style={{ "--row": `${rowHeight}px`, "--count": names.length } as CSSProperties}
      data-testid="similarity-matrix"
    >
      <caption className="visually-hidden">{measure} of every two maps, in the tree's order</caption>
      <thead className="visually-hidden">
        <tr>
          <th>model</th>
          {names.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, row, cells }) => (
          <tr key={name} data-highlighted={row === highlighted || undefined}>
            <th scope="row">{name}</th>
            {cells.map(({ column, fill, ink, text }) => (
              <td
                key={column}
                style={fill ? { background: fill, color: ink } : undefined}
                data-diagonal={column === row || undefined}
                title={column === row ? undefined : `${name} and ${names[column]}: ${text}`}
              >
                <span>{text}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
