import Link from "next/link";
import styles from "./interval-plot.module.css";
import type { IntervalRow } from "./interval-plot.prepare.ts";

interface IntervalPlotProps {
  rows: readonly IntervalRow[];
  selected: string | undefined;
  /** Where a row leads. */
  hrefOf: (key: string) => string;
}

/** One line a row: a dot for the share, a line for its interval, a tick for chance. */
export function IntervalPlot({ rows, selected, hrefOf }: IntervalPlotProps) {
  const chance = rows.find((row) => row.chance !== null)?.chance ?? null;
  const isLabelled = chance !== null && chance < 36;
  return (
    <div className={styles.plot}>
      <ul>
        {rows.map(({ key, name, count, dot, line, chance: tick, told }) => (
          <li key={key}>
            <Link
              href={hrefOf(key)}
              replace
              scroll={false}
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
              <span className={styles.track}>
                {tick !== null && <span className={styles.tick} style={{ left: `${tick}%` }} />}
                {line && <span className={styles.line} style={{ left: `${line.from}%`, width: `${line.width}%` }} />}
                {dot !== null && <span className={styles.dot} style={{ left: `${dot}%` }} />}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <div className={styles.axis} aria-hidden="true">
        {(chance === null || chance > 6) && <span style={{ left: 0 }}>0</span>}
        {isLabelled && <span style={{ left: `${chance}%` }}>chance</span>}
        <span style={{ left: "50%" }} data-centred data-near={(isLabelled && chance > 15) || undefined}>
          50 %
        </span>
        <span style={{ left: "100%" }}>100 %</span>
      </div>
    </div>
  );
}
