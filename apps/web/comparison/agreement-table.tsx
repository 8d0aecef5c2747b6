import { scoreText } from "../text/probability.ts";
import styles from "./comparison-page.module.css";

interface AgreementTableProps {
  partitions: readonly {
    clusters: number;
    fowlkesMallows: number;
    expectedFowlkesMallows: number;
    adjustedRand: number;
  }[];
}

/** How far the trees agree when each is cut into 2, 3 … clusters. */
export function AgreementTable({ partitions }: AgreementTableProps) {
  if (partitions.length === 0) return null;
  return (
    <section className={styles.section} aria-labelledby="cuts">
      <h2 id="cuts">Cut into clusters</h2>
      <div className={styles.scroll}>
        <table className={styles.table} data-testid="agreement-table">
          <thead>
            <tr>
              <th scope="col">Clusters</th>
              <th scope="col">Fowlkes–Mallows</th>
              <th scope="col">by chance</th>
              <th scope="col">Adjusted Rand</th>
            </tr>
          </thead>
          <tbody>
            {partitions.map(({ clusters, fowlkesMallows, expectedFowlkesMallows, adjustedRand }) => (
              <tr key={clusters}>
                <th scope="row">{clusters}</th>
                <td>{scoreText(fowlkesMallows)}</td>
                <td>{scoreText(expectedFowlkesMallows)}</td>
                <td>{scoreText(adjustedRand)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
