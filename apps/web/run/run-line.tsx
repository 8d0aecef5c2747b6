"use client";

import Link from "next/link";
import { type FragmentType, readFragment } from "../gql";
import { runPath } from "../shell/routes.ts";
import { Skeleton } from "../shell/states.tsx";
import { runLineText } from "./plan.prepare.ts";
import { prepareProgress } from "./progress.prepare.ts";
import { ProgressBar } from "./progress-bar.tsx";
import { RunProgressFragment, useRunProgress } from "./run-frame.ts";
import styles from "./run-line.module.css";
import { RunLineFragment } from "./run-queries.ts";

/** A run in two lines, live while it runs. */
export function RunLine({ run: masked }: { run: FragmentType<typeof RunLineFragment> }) {
  const run = readFragment(RunLineFragment, masked);
  const { status, error, progress } = readFragment(RunProgressFragment, run);
  useRunProgress(run.id, status);
  const prepared = prepareProgress({
    status,
    error: error ?? null,
    progress: { ...progress, mapsPerSecond: progress.mapsPerSecond ?? null, secondsLeft: progress.secondsLeft ?? null },
  });
  return (
    <Link href={runPath(run.id)} className={styles.line} data-testid="run-line">
      <span className={styles.head}>
        <span className={styles.name}>{run.name}</span>
        <span className={styles.product}>
          {runLineText(run.name, run.models.length, run.imageCount, run.methods.length)}
        </span>
        <span className={styles.status} data-tone={prepared.tone}>
          {prepared.word}
        </span>
      </span>
      <span className={styles.sentence} data-figures>
        {prepared.sentence}
      </span>
      {prepared.share !== null && <ProgressBar share={prepared.share} label={`Progress of ${run.name}`} />}
    </Link>
  );
}

export function RunLineSkeleton() {
  return (
    <div className={styles.line}>
      <Skeleton width="70%" height={18} />
      <Skeleton width="34%" height={16} />
    </div>
  );
}
