import styles from "./progress-bar.module.css";

export function ProgressBar({ share, label }: { share: number; label: string }) {
  return <progress className={styles.bar} max={1} value={share} aria-label={label} data-testid="run-progress" />;
}
