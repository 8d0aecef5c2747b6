"use client";

import { useMutation, useQuery } from "@apollo/client/react";
import { useEffect, useRef, useState } from "react";
import { AnalyseAllSettingsMutation, ClusterSettingsFragment, SettingsOfRunsQuery } from "../cluster/setting-query.ts";
import { useTreeProgress } from "../cluster/use-tree-progress.ts";
import { readFragment } from "../gql";
import type { PatternInput } from "../gql/graphql";
import { isFinished } from "../run/run-frame.ts";
import { countOf } from "../text/count.ts";
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

/** The runs' trees under other settings: none yet, being computed, or there. */
export function useAnalysis(runs: readonly FrameRun[], onDone: () => void) {
  const { done, planned, refetch } = useProgress(runs);
  const [analyse, { loading }] = useMutation(AnalyseAllSettingsMutation);
  const [problem, setProblem] = useState<string | null>(null);
  const running = done < planned;
  const ran = useRef(false);
  useEffect(() => {
    if (ran.current && !running) onDone();
    ran.current = running;
  }, [running, onDone]);
  const start = async () => {
    const answers = await Promise.all(
      runs.map(({ id }) =>
        analyse({ variables: { id } }).then(
          ({ data }) => data?.analyseEverySetting,
          () => null,
        ),
      ),
    );
    const refused = answers.find((answer) => answer?.__typename !== "Run");
    setProblem(
      answers.every((answer) => answer?.__typename === "Run")
        ? null
        : (refused && "message" in refused && refused.message) || "Heatlas does not answer. Try again.",
    );
    refetch().catch(() => {});
  };
  return {
    running,
    progress: `${done.toLocaleString("en")} of ${countOf(planned, "tree")}${runs.length > 1 ? `, in ${runs.length} runs` : ""}`,
    canStart: !loading && runs.every(({ status }) => isFinished(status)),
    start: () => void start(),
    problem,
  };
}

/** Trees made and asked for under other settings, in all of these runs, followed while they are made. */
function useProgress(runs: readonly FrameRun[]) {
  const { data, refetch, startPolling, stopPolling } = useQuery(SettingsOfRunsQuery, {
    variables: { ids: runs.map(({ id }) => id), first: runs.length },
    ...uncached,
  });
  const states = data?.runs.edges.flatMap(({ node }) => readFragment(ClusterSettingsFragment, node).settings) ?? [];
  const { done, planned } = useTreeProgress(states, { startPolling, stopPolling });
  return { done, planned, refetch };
}
