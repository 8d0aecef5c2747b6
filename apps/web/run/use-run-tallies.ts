"use client";

import { useQuery } from "@apollo/client/react";
import { useCallback } from "react";
import type { RunTalliesQuery as Tallies } from "../gql/graphql";
import { useThrottledRefresh } from "./run-frame.ts";
import { RunTalliesQuery } from "./tally-query.ts";

export type MethodTally = NonNullable<Tallies["run"]>["methods"][number]["tally"];

const none: ReadonlyMap<number, MethodTally> = new Map();

/** What a run's maps come to, by its methods' positions; read anew as `step` grows. */
export function useRunTallies(id: string, step: number | undefined): ReadonlyMap<number, MethodTally> {
  // A run's methods have no ids of their own: in the cache they would take the place of those that other queries read.
  const { data, refetch } = useQuery(RunTalliesQuery, { variables: { id }, fetchPolicy: "no-cache" });
  useThrottledRefresh(
    step,
    useCallback(() => void refetch().catch(() => {}), [refetch]),
  );
  return data?.run ? new Map(data.run.methods.map(({ position, tally }) => [position, tally])) : none;
}
