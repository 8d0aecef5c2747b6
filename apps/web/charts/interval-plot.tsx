import { StateLink } from "../shell/state-link.tsx";
import styles from "./interval-plot.module.css";
import type { IntervalRow } from "./interval-plot.prepare.ts";
import { IntervalAxis, IntervalTrack } from "./interval-track.tsx";

interface IntervalPlotProps {
  rows: readonly IntervalRow[];
  selected: string | undefined;
  /** Where a row leads. */
  hrefOf: (key: string) => string;
}

/** One line a row: a dot for the share, a line for its interval, a tick for chance. */
export function IntervalPlot({ rows, selected, hrefOf }: IntervalPlotProps) {
  return (
    <div className={styles.plot}>
      <ul>
        {rows.map(({ key, name, count, dot, line, chance, told }) => (
          <li key={key}>
            <StateLink
              href={hrefOf(key)}
              className={styles.row}
              aria-current={key === selected || undefined}
              aria-label={told}
              title={told}
              data-testid="interval-row"
            >
              <span className={styles.name}>{name}</span>
              <span className={styles.count} data-figures>
                {count}
              </span>
              <IntervalTrack dot={dot} line={line} chance={chance} chosen={key === selected} />
            </StateLink>
          </li>
        ))}
      </ul>
      <div className={styles.axis}>
        <IntervalAxis chance={rows.find((row) => row.chance !== null)?.chance ?? null} />
      </div>
    </div>
  );
}
