"use client";

import { useMutation, useQuery } from "@apollo/client/react";
import { useState } from "react";
import { readFragment } from "../gql";
import type { Setting, SettingState } from "./setting.prepare.ts";
import {
  AnalyseAllSettingsMutation,
  AnalyseSettingMutation,
  ClusterSettingsFragment,
  ClusterSettingsQuery,
} from "./setting-query.ts";
import { useTreeProgress } from "./use-tree-progress.ts";

/** The settings under which a run is analysed beside its own, followed while trees are made, and ways to have more. */
export function useSettings(runId: string) {
  const { data, startPolling, stopPolling } = useQuery(ClusterSettingsQuery, { variables: { id: runId } });
  const [analyse, one] = useMutation(AnalyseSettingMutation);
  const [analyseAll, all] = useMutation(AnalyseAllSettingsMutation);
  const [problem, setProblem] = useState<string | null>(null);
  const states: readonly SettingState[] = readFragment(ClusterSettingsFragment, data?.run)?.settings ?? [];
  const { done, planned, running } = useTreeProgress(states, { startPolling, stopPolling });
  const settle = (result: { __typename?: string; message?: string } | undefined) =>
    setProblem(result?.__typename === "Run" ? null : (result?.message ?? "It did not work. Try again."));
  const fail = () => setProblem("Heatlas does not answer. Try again.");
  return {
    states,
    /** Trees made so far, of all that were asked for. */
    done,
    planned,
    running,
    asking: one.loading || all.loading,
    problem,
    compute: (setting: Setting) =>
      void analyse({ variables: { id: runId, setting: { ...setting } } }).then(
        (answer) => settle(answer.data?.analyseSetting),
        fail,
      ),
    computeAll: () =>
      void analyseAll({ variables: { id: runId } }).then((answer) => settle(answer.data?.analyseEverySetting), fail),
  };
}

export type Settings = ReturnType<typeof useSettings>;
