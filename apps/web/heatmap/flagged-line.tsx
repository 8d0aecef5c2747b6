import { countOf } from "../text/count.ts";
import { flaggedText } from "./flagged.prepare.ts";
import styles from "./grid-page.module.css";
import type { RunGrid } from "./use-run-grid.ts";

/** What makes the maps of a grid of flagged ones worth doubting. */
export function FlaggedLine({ grid: { flaggedOnly, tally, method } }: { grid: RunGrid }) {
  if (!flaggedOnly || !tally || !method) return null;
  return (
    <div className={styles.running} role="status" data-testid="flagged-line">
      <p>
        Only images of which a map is worth doubting: {tally.flagged} of {countOf(tally.maps, `${method.name} map`)}.
      </p>
      <ul className={styles.reasons}>
        {tally.flags.map(({ flag, count }) => (
          <li key={flag.name}>
            {flaggedText(flag.name, count)} {flag.sentence}
          </li>
        ))}
      </ul>
    </div>
  );
}
