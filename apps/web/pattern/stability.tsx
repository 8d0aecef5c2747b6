"use client";

import { useMutation, useQuery } from "@apollo/client/react";
import { useEffect, useRef, useState } from "react";
import { readFragment } from "../gql";
import type { PatternInput } from "../gql/graphql";
import { isFinished } from "../run/run-frame.ts";
import { Skeleton } from "../shell/states.tsx";
import styles from "./count-figure.module.css";
import { groupAmong } from "./group.ts";
import {
  AnalyseEverySettingMutation,
  PatternStabilityQuery,
  RunSettingsFragment,
  RunSettingsQuery,
  uncached,
} from "./pattern-query.ts";
import type { Question } from "./use-question.ts";
import { asSentence } from "./verdict.prepare.ts";

/** In how many settings the verdict stays; where they are not computed, why, and a way to have them computed. */
export function Stability({ question }: { question: Question }) {
  const { run, pattern, filter, method, methods } = question;
  const variables = { pattern: pattern as PatternInput, filter: { ...filter, methods: [method.slug] } };
  const { data, error, refetch } = useQuery(PatternStabilityQuery, { variables, ...uncached });
  const analysis = useAnalysis(run.id, refetch);
  const answer = data?.patternFrequency;
  const group = answer?.__typename === "PatternFrequency" ? groupAmong(answer.groups, methods, method) : null;
  if (analysis.running) return <span role="status">Computing the settings: {analysis.progress}</span>;
  if (!group) return error ? "It could not be read." : <Skeleton width={180} height={16} />;
  if (group.stability) {
    const { same, of, missing } = group.stability;
    return `${same} of ${of} settings keep the verdict${missing > 0 ? `; ${missing} more have none` : ""}`;
  }
  return (
    <>
      {group.stabilityReason && asSentence(group.stabilityReason)}{" "}
      {analysis.canStart && (
        <button type="button" className={styles.link} onClick={analysis.start} data-testid="analyse-settings">
          Compute all 24
        </button>
      )}
      {analysis.problem}
    </>
  );
}

/** The run's trees under other settings: none yet, being computed, or there. */
function useAnalysis(runId: string, onDone: () => void) {
  const { data, startPolling, stopPolling } = useQuery(RunSettingsQuery, { variables: { id: runId } });
  const [analyse, { loading }] = useMutation(AnalyseEverySettingMutation);
  const [problem, setProblem] = useState<string | null>(null);
  const run = readFragment(RunSettingsFragment, data?.run);
  const settings = run?.settings ?? [];
  const done = settings.reduce((sum, { doneTrees }) => sum + doneTrees, 0);
  const planned = settings.reduce((sum, { plannedTrees }) => sum + plannedTrees, 0);
  const running = done < planned;
  const ran = useRef(false);
  useEffect(() => {
    if (ran.current && !running) onDone();
    ran.current = running;
    if (running) startPolling(1_500);
    return stopPolling;
  }, [running, onDone, startPolling, stopPolling]);
  const start = () =>
    analyse({ variables: { id: runId } }).then(
      ({ data: answer }) => {
        const result = answer?.analyseEverySetting;
        setProblem(result && result.__typename !== "Run" ? result.message : null);
      },
      () => setProblem("Heatlas does not answer; try again."),
    );
  return {
    running,
    progress: `${done.toLocaleString("en")} of ${planned.toLocaleString("en")} trees`,
    canStart: !loading && settings.length === 0 && isFinished(run?.status),
    start,
    problem,
  };
}
