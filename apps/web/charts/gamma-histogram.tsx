import { countOf } from "../text/count.ts";
import { scoreText } from "../text/probability.ts";
import styles from "./gamma-histogram.module.css";
import { gammaPlace, prepareGammaBars } from "./gamma-histogram.prepare.ts";

interface GammaHistogramProps {
  histogram: readonly number[];
  mean: number;
  label: string;
}

/** How many images lie where between −1 and 1; a line marks their mean. */
export function GammaHistogram({ histogram, mean, label }: GammaHistogramProps) {
  const bars = prepareGammaBars(histogram);
  return (
    <div className={styles.histogram} role="img" aria-label={label} data-testid="gamma-histogram">
      <div className={styles.bars}>
        {bars.map(({ from, to, count, height }) => (
          <span
            key={from}
            style={{ height: `${height * 100}%` }}
            data-empty={count === 0 || undefined}
            title={`${scoreText(from)} to ${scoreText(to)}: ${countOf(count, "image")}`}
          />
        ))}
        <i style={{ left: `${gammaPlace(mean)}%` }} />
      </div>
      <div className={styles.axis} data-figures>
        <span>−1</span>
        <span>0</span>
        <span>1</span>
      </div>
    </div>
  );
}
