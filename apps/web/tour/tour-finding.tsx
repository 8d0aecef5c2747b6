"use client";

import Link from "next/link";
import { prepareProgress } from "../run/progress.prepare.ts";
import { ProgressBar } from "../run/progress-bar.tsx";
import { isFinished } from "../run/run-frame.ts";
import { runPath } from "../shell/routes.ts";
import styles from "./tour-card.module.css";
import type { useTour } from "./use-tour.ts";

interface TourFindingProps {
  finding: string | null;
  progress: ReturnType<typeof useTour>["progress"];
}

/** What the maps show; while they are not there, how far they are. */
export function TourFinding({ finding, progress }: TourFindingProps) {
  const run = progress[0];
  return (
    <div aria-live="polite" data-testid="tour-finding" data-waiting={finding === null || undefined}>
      {finding !== null ? <p className={styles.finding}>{finding}</p> : run && <Waiting run={run} />}
    </div>
  );
}

function Waiting({ run }: { run: TourFindingProps["progress"][number] }) {
  const { share, sentence } = prepareProgress({
    status: run.status,
    error: run.error ?? null,
    progress: {
      ...run.progress,
      mapsPerSecond: run.progress.mapsPerSecond ?? null,
      secondsLeft: run.progress.secondsLeft ?? null,
    },
  });
  if (isFinished(run.status) && run.status !== "done") {
    return (
      <p className={styles.waiting}>
        Its maps were not computed: <Link href={runPath(run.id)}>“{run.name}”</Link> is {run.status}.
      </p>
    );
  }
  return (
    <div className={styles.waiting}>
      <p>Not all of its maps are computed yet; what they show appears here when they are.</p>
      {share !== null && (
        <div aria-live="off">
          <p data-figures>{sentence}</p>
          <ProgressBar share={share} label={`Progress of ${run.name}`} />
        </div>
      )}
    </div>
  );
}
