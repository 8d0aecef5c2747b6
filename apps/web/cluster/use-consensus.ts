"use client";

import { useQuery } from "@apollo/client/react";
import { useCallback } from "react";
import { groupOf, methodsOf } from "../pattern/asked-methods.ts";
import { uncached } from "../pattern/uncached.ts";
import { ConsensusTreeQuery } from "./cluster-query.ts";
import { isSameSetting, usualSetting } from "./setting.prepare.ts";
import type { ClusterState } from "./use-cluster-state.ts";

/** The majority-rule tree of this run by this method: over all its images, as the mean is. */
export function useConsensus({ id, frame: { run }, method, setting }: ClusterState) {
  const { data, previousData, error, refetch } = useQuery(ConsensusTreeQuery, {
    variables: {
      filter: {
        runs: [id],
        methods: [method?.slug ?? ""],
        eligibility: "all",
        ...(!isSameSetting(setting, usualSetting) && { setting: { ...setting } }),
      },
    },
    skip: !method,
    ...uncached,
  });
  const answer = (data ?? previousData)?.consensus;
  const asked = run && methodsOf([run]).find(({ key }) => key === method?.key);
  const group = answer?.__typename === "Consensus" && asked ? groupOf(answer.groups, asked) : null;
  const refresh = useCallback(() => {
    refetch().catch(() => {});
  }, [refetch]);
  const refusal = answer && answer.__typename !== "Consensus" ? new Error(answer.message) : undefined;
  return { group, error: error ?? refusal, refetch: refresh };
}
