"use client";

import { Skeleton } from "../shell/states.tsx";
import styles from "./count-figure.module.css";
import { dependenceOf } from "./setting.prepare.ts";
import { type Judgement, useAnalysis } from "./use-judgement.ts";
import type { Question } from "./use-question.ts";
import { asSentence } from "./verdict.prepare.ts";

/** In how many settings the verdict stays; where they are not computed, why, and a way to have them computed. */
export function Stability({ question, judgement }: { question: Question; judgement: Judgement }) {
  const { group, error, refetch } = judgement;
  const analysis = useAnalysis(question.chosen, refetch);
  if (analysis.running) return <span role="status">Computing the settings: {analysis.progress}</span>;
  if (!group) return error ? "It could not be read." : <Skeleton width={180} height={16} />;
  if (group.stability) {
    const { same, of, missing } = group.stability;
    const why = group.holds === null ? null : dependenceOf(group.bySetting, group.holds);
    return (
      <>
        <a href="#by-setting" className={styles.open}>
          {same} of {of} settings keep the verdict
        </a>
        {why !== null && `, ${why}`}
        {missing > 0 && `; ${missing} more have none. `}
        {group.bySetting.some(({ k }) => k === null) && analysis.canStart && (
          <button type="button" className={styles.link} onClick={analysis.start}>
            Compute them
          </button>
        )}
        {analysis.problem}
      </>
    );
  }
  return (
    <>
      {group.stabilityReason && asSentence(group.stabilityReason)}{" "}
      {analysis.canStart && group.holds !== null && (
        <button type="button" className={styles.link} onClick={analysis.start} data-testid="analyse-settings">
          Compute all 24
        </button>
      )}
      {analysis.problem}
    </>
  );
}
