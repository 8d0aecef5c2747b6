import { flaggedMaps } from "../heatmap/flagged.prepare.ts";
import { Chip } from "./chip.tsx";
import styles from "./sentence-bar.module.css";
import type { Question } from "./use-question.ts";

const allFlags = "all";

/** Which maps worth doubting an image must not have, to count. */
export function WithoutFlags({ question: { withoutFlags, change } }: { question: Question }) {
  const write = (flags: readonly string[]) => change({ without: flags.length > 0 ? flags.join() : undefined });
  const free = flaggedMaps.filter(([flag]) => !withoutFlags.includes(flag));
  return (
    <>
      {free.length === 0 ? (
        <span className={styles.only}>
          without maps worth doubting
          <Out label="Count images with any maps" onClick={() => write([])} />
        </span>
      ) : (
        withoutFlags.map((flag) => (
          <span key={flag} className={styles.only}>
            without {nameOf(flag)}
            <Out
              label={`Count images with ${nameOf(flag)} too`}
              onClick={() => write(withoutFlags.filter((other) => other !== flag))}
            />
          </span>
        ))
      )}
      {free.length > 0 && (
        <Chip
          faint
          label="Leave out images with flagged maps"
          value=""
          options={[["", "without…"], ...free, [allFlags, "any maps worth doubting"]]}
          onChange={(flag) =>
            write(
              flag === allFlags
                ? flaggedMaps.map(([name]) => name)
                : flag === ""
                  ? withoutFlags
                  : [...withoutFlags, flag],
            )
          }
          testId="pattern-without"
        />
      )}
    </>
  );
}

const nameOf = (flag: string) => flaggedMaps.find(([name]) => name === flag)?.[1] ?? flag;

function Out({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button type="button" className={styles.out} aria-label={label} onClick={onClick}>
      ×
    </button>
  );
}
