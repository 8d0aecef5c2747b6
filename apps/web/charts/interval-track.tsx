import styles from "./interval-track.module.css";

interface IntervalTrackProps {
  /** In percent of the width; what is missing is null. */
  dot: number | null;
  line: { readonly from: number; readonly width: number } | null;
  chance: number | null;
  /** Whether the dot has the accent. */
  chosen?: boolean;
}

/** A share on a scale from 0 to 100 %: a dot, a line for its interval, a tick for chance. */
export function IntervalTrack({ dot, line, chance, chosen }: IntervalTrackProps) {
  return (
    <span className={styles.track} data-chosen={chosen || undefined}>
      {chance !== null && <span className={styles.tick} style={{ left: `${chance}%` }} />}
      {line && <span className={styles.line} style={{ left: `${line.from}%`, width: `${line.width}%` }} />}
      {dot !== null && <span className={styles.dot} style={{ left: `${dot}%` }} />}
    </span>
  );
}

/** The scale's ends and middle, and what the tick is. */
export function IntervalAxis({ chance }: { chance: number | null }) {
  const isLabelled = chance !== null && chance < 36;
  return (
    <span className={styles.axis} aria-hidden="true">
      {(chance === null || chance > 6) && <span style={{ left: 0 }}>0</span>}
      {isLabelled && <span style={{ left: `${chance}%` }}>chance</span>}
      <span style={{ left: "50%" }} data-centred data-near={(isLabelled && chance > 15) || undefined}>
        50 %
      </span>
      <span style={{ left: "100%" }}>100 %</span>
    </span>
  );
}
