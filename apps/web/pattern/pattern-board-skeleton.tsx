import { Skeleton } from "../shell/states.tsx";
import { CountFigureSkeleton } from "./count-figure.tsx";
import styles from "./pattern-board.module.css";
import saved from "./saved-list.module.css";

/** The room of the board, so that nothing jumps when it comes. */
export function PatternBoardSkeleton() {
  return (
    <div className={styles.board} aria-hidden="true">
      <div className={saved.column}>
        {[0, 1, 2].map((item) => (
          <Skeleton key={item} height={56} className={saved.placeholder ?? ""} />
        ))}
      </div>
      <div className={styles.main}>
        <Skeleton height={54} />
        <CountFigureSkeleton methods={5} />
      </div>
    </div>
  );
}
