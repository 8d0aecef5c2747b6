import { ColourBar } from "../charts/colour-bar.tsx";
import { prepareDifference } from "../charts/difference-matrix.prepare.ts";
import { SimilarityMatrix } from "../charts/similarity-matrix.tsx";
import { scoreText } from "../text/probability.ts";
import styles from "./comparison-page.module.css";

interface DifferenceSectionProps {
  difference: readonly (readonly (number | null)[])[] | null | undefined;
  reason: string | null | undefined;
  /** Of the left drawing, from its top. */
  leafOrder: readonly number[];
  names: readonly string[];
  titles: readonly [string, string];
}

/** Similarity on the left less that on the right, in the left tree's order. */
export function DifferenceSection({ difference, reason, leafOrder, names, titles }: DifferenceSectionProps) {
  const matrix = difference ? prepareDifference(difference, leafOrder) : null;
  return (
    <section className={styles.section} aria-labelledby="difference">
      <h2 id="difference">Difference of similarity</h2>
      {matrix ? (
        <>
          <p className={styles.note}>
            Red: two models are more alike by {titles[0]}; blue: by {titles[1]}.
          </p>
          <div className={styles.matrix}>
            <SimilarityMatrix
              matrix={matrix}
              names={leafOrder.map((leaf) => names[leaf]!)}
              rowHeight={Math.round(Math.min(44, Math.max(26, 420 / names.length)))}
              highlighted={null}
              measure="Difference of similarity"
            />
          </div>
          <div className={styles.scale}>
            <ColourBar name="blue-white-red" ends={[scoreText(matrix.domain.low), scoreText(matrix.domain.high)]} />
          </div>
        </>
      ) : (
        <p className={styles.note}>Not told: {reason}.</p>
      )}
    </section>
  );
}
