import styles from "./colour-bar.module.css";
import { type ColourMap, gradientOf } from "./colour-map.ts";

/** A colour scale with its ends written beside it. */
export function ColourBar({ name, ends }: { name: ColourMap; ends: readonly [string, string] }) {
  return (
    <div className={styles.bar}>
      <span>{ends[0]}</span>
      <span
        className={styles.scale}
        style={{ background: gradientOf(name) }}
        role="img"
        aria-label={`${name} colour scale`}
      />
      <span>{ends[1]}</span>
    </div>
  );
}
