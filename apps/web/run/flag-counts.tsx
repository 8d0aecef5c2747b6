import Link from "next/link";
import { flaggedText } from "../heatmap/flagged.prepare.ts";
import { FlagMark } from "../heatmap/flags.tsx";
import { gridPath, withQuery } from "../shell/routes.ts";
import styles from "./flag-counts.module.css";
import type { MethodChoice } from "./method-choices.ts";
import type { MethodTally } from "./use-run-tallies.ts";

interface FlagCountsProps {
  runId: string;
  methods: readonly MethodChoice[];
  tallies: ReadonlyMap<number, MethodTally>;
}

/** How many maps of each method are worth doubting; each count leads to them. */
export function FlagCounts({ runId, methods, tallies }: FlagCountsProps) {
  const flagged = methods.flatMap((method) => {
    const tally = tallies.get(method.position);
    return tally && tally.flagged > 0 ? [{ method, tally }] : [];
  });
  if (flagged.length === 0) return null;
  return (
    <section data-testid="flag-counts">
      <h2>Worth doubting</h2>
      <ul className={styles.list}>
        {flagged.map(({ method, tally }) => (
          <li key={method.key}>
            <FlagMark />
            <span>
              <Link href={withQuery(gridPath(runId), { method: method.key, flagged: "1" })} data-figures>
                {tally.flagged.toLocaleString("en")} of {tally.maps.toLocaleString("en")} {method.name} maps
              </Link>
              {tally.flags.map(({ flag, count }) => (
                <span key={flag.name} className={styles.reason}>
                  {flaggedText(flag.name, count)} {flag.sentence}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
