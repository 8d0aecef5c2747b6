"use client";

import { useMutation, useQuery } from "@apollo/client/react";
import { useEffect, useRef, useState } from "react";
import { readFragment } from "../gql";
import type { PatternInput } from "../gql/graphql";
import { isFinished } from "../run/run-frame.ts";
import { groupOf } from "./asked-methods.ts";
import type { FrameRun } from "./frame-runs.ts";
import {
  AnalyseEverySettingMutation,
  PatternStabilityQuery,
  RunSettingsFragment,
  RunSettingsQuery,
} from "./setting-query.ts";
import { uncached } from "./uncached.ts";
import type { Question } from "./use-question.ts";

/** The same images under each of the 24 settings. */
export function useJudgement({ pattern, filter, method }: Question) {
  const variables = { pattern: pattern as PatternInput, filter: { ...filter, methods: [method.slug] } };
  const { data, error, refetch } = useQuery(PatternStabilityQuery, { variables, ...uncached });
  const answer = data?.patternFrequency;
  const group = answer?.__typename === "PatternFrequency" ? groupOf(answer.groups, method) : null;
  return { group, error, refetch };
}

export type Judgement = ReturnType<typeof useJudgement>;

/** The settings under which a run was analysed, beside its own. */
export function useRunSettings(runId: string) {
  const { data, ...query } = useQuery(RunSettingsQuery, { variables: { id: runId } });
  return { ...query, run: readFragment(RunSettingsFragment, data?.run) };
}

/** The runs' trees under other settings: none yet, being computed, or there; the first run's progress stands for all. */
export function useAnalysis(runs: readonly FrameRun[], onDone: () => void) {
  const { run, startPolling, stopPolling } = useRunSettings(runs[0]!.id);
  const [analyse, { loading }] = useMutation(AnalyseEverySettingMutation);
  const [problem, setProblem] = useState<string | null>(null);
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
  const start = async () => {
    setProblem(null);
    for (const { id } of runs) {
      const answer = await analyse({ variables: { id } }).then(
        ({ data }) => data?.analyseEverySetting,
        () => ({ __typename: "Failure" as const, message: "Heatlas does not answer; try again." }),
      );
      if (answer && answer.__typename !== "Run") return setProblem(answer.message);
    }
  };
  return {
    running,
    progress: `${done.toLocaleString("en")} of ${planned.toLocaleString("en")} trees`,
    canStart: !loading && isFinished(run?.status),
    start,
    problem,
  };
}
