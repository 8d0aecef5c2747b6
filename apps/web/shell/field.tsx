import type { ReactNode } from "react";
import styles from "./field.module.css";

interface FieldProps {
  label: string;
  hint?: ReactNode;
  problem?: string | null | undefined;
  children: ReactNode;
}

/** A labelled control with room for what is wrong with it. */
export function Field({ label, hint, problem, children }: FieldProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child.
    <label className={styles.field} data-problem={problem ? true : undefined}>
      <span className={styles.label}>{label}</span>
      {children}
      {problem ? (
        <span className={styles.problem} role="alert">
          {problem}
        </span>
      ) : (
        hint && <span className={styles.hint}>{hint}</span>
      )}
    </label>
  );
}

export { styles as fieldStyles };
