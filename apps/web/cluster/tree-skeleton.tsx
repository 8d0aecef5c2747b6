import { Skeleton } from "../shell/states.tsx";
import styles from "./cluster-page.module.css";

/** The room of a tree of so many models. */
export const TreeSkeleton = ({ models = 4 }: { models: number | undefined }) => (
  <Skeleton width="100%" height={models * 72 + 42} className={styles.figureSkeleton ?? ""} />
);
