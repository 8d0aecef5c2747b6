import { strandsOf, type TangledTree } from "../charts/tanglegram.prepare.ts";
import { listText } from "../text/count.ts";
import styles from "./comparison-page.module.css";

interface TangleTableProps {
  left: TangledTree;
  right: TangledTree;
  names: readonly string[];
  titles: readonly [string, string];
}

/** What the two drawings show, as a table. */
export function TangleTable({ left, right, names, titles }: TangleTableProps) {
  const rows = strandsOf(left, right);
  return (
    <details className={styles.alternative} data-testid="tangle-table">
      <summary>The same as a table</summary>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <caption className="visually-hidden">Each model's place in both drawings, from the top</caption>
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">Place: {titles[0]}</th>
              <th scope="col">Place: {titles[1]}</th>
              <th scope="col">Smallest cluster that both have</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ leaf, left: one, right: other, clade }) => (
              <tr key={leaf}>
                <th scope="row">{names[leaf]}</th>
                <td>{one + 1}</td>
                <td>{other + 1}</td>
                <td>{clade ? listText(clade.map((member) => names[member]!)) : "none"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
