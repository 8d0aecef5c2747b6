import { familyColour } from "../text/family.ts";
import styles from "./family-dot.module.css";

/** The family's colour; its name always stands in words nearby. */
export function FamilyDot({ family }: { family: string }) {
  return <span className={styles.dot} style={{ background: familyColour(family) }} aria-hidden="true" />;
}
