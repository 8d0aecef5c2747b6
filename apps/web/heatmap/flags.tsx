import styles from "./flags.module.css";

/** A small flag: something makes this worth doubting. */
export function FlagMark({ title = "Worth doubting" }: { title?: string }) {
  return (
    <svg className={styles.mark} viewBox="0 0 10 12" width="10" height="12" role="img">
      <title>{title}</title>
      <path d="M1.5 0.5v11M1.5 1h7l-2 2.5 2 2.5h-7" fill="none" stroke="currentColor" strokeWidth="1.4" />
    </svg>
  );
}

/** What makes a map worth doubting, in sentences. */
export function FlagNotes({ cautions }: { cautions: readonly string[] }) {
  if (cautions.length === 0) return null;
  return (
    <ul className={styles.notes} aria-label="Worth doubting" data-testid="flag-notes">
      {cautions.map((caution) => (
        <li key={caution}>
          <FlagMark />
          {caution}
        </li>
      ))}
    </ul>
  );
}
