"use client";

import { useMutation, useQuery } from "@apollo/client/react";
import { useEffect, useRef } from "react";
import { AnalyseAllSettingsMutation } from "../cluster/setting-query.ts";
import { useSettings } from "../cluster/use-settings.ts";
import type { PatternInput } from "../gql/graphql";
import { isFinished } from "../run/run-frame.ts";
import { groupOf } from "./asked-methods.ts";
import type { FrameRun } from "./frame-runs.ts";
import { PatternStabilityQuery } from "./setting-query.ts";
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

/** The runs' trees under other settings: none yet, being computed, or there; the first run's progress stands for all. */
export function useAnalysis(runs: readonly FrameRun[], onDone: () => void) {
  const { done, planned, running, asking, problem, computeAll } = useSettings(runs[0]!.id);
  const [analyse, others] = useMutation(AnalyseAllSettingsMutation);
  const ran = useRef(false);
  useEffect(() => {
    if (ran.current && !running) onDone();
    ran.current = running;
  }, [running, onDone]);
  return {
    running,
    progress: `${done.toLocaleString("en")} of ${planned.toLocaleString("en")} trees`,
    canStart: !asking && !others.loading && runs.every(({ status }) => isFinished(status)),
    start: () => {
      computeAll();
      // What the first is told to do, it reports; the others are asked the same.
      for (const { id } of runs.slice(1)) analyse({ variables: { id } }).catch(() => {});
    },
    problem,
  };
}
