"use client";

import { useQuery } from "@apollo/client/react";
import { useCallback, useMemo } from "react";
import { readFragment } from "../gql";
import { chooseMethod, methodChoices } from "../run/method-choices.ts";
import { RunProgressFragment, useRunFrame, useRunProgress, useThrottledRefresh } from "../run/run-frame.ts";
import { useRunTallies } from "../run/use-run-tallies.ts";
import { GridQuery } from "./grid-query.ts";
import { gridRows } from "./grid-rows.ts";

const pageSize = 40;

/** A run's rows by one method, growing as the page asks for more and filling as maps are made. */
export function useRunGrid(id: string, askedMethod: string | undefined, flaggedOnly: boolean) {
  const frame = useRunFrame(id);
  const { run } = frame;
  const progress = readFragment(RunProgressFragment, run);
  useRunProgress(id, progress?.status);

  const methods = useMemo(() => methodChoices(run?.methods ?? []), [run?.methods]);
  const models = useMemo(() => run?.models ?? [], [run?.models]);
  const method = chooseMethod(methods, askedMethod);
  const flaggedBy = flaggedOnly ? (method?.position ?? null) : null;
  const grid = useQuery(GridQuery, {
    variables: { id, method: method?.slug ?? "", position: method?.position ?? null, first: pageSize, flaggedBy },
    skip: !method,
  });
  const { refetch, fetchMore } = grid;
  const connection = grid.data?.run?.images;
  const rows = useMemo(
    () => gridRows(connection?.edges.map(({ node }) => node) ?? [], models, method?.name ?? ""),
    [connection, models, method?.name],
  );

  const refresh = useCallback(() => {
    refetch({ first: Math.max(pageSize, rows.length) }).catch(() => {});
  }, [refetch, rows.length]);
  const numbers = progress?.progress;
  const tallies = useRunTallies(id, numbers && numbers.done + numbers.failed);
  useThrottledRefresh(numbers && numbers.done + numbers.failed + numbers.doneTrees, refresh);

  const endCursor = connection?.pageInfo.hasNextPage ? connection.pageInfo.endCursor : null;
  const loadMore = useCallback(() => {
    if (endCursor) fetchMore({ variables: { after: endCursor } }).catch(() => {});
  }, [endCursor, fetchMore]);

  return {
    run,
    progress,
    methods,
    method,
    models,
    rows,
    tally: method ? (tallies.get(method.position) ?? null) : null,
    flaggedOnly,
    endCursor,
    loadMore,
    error: frame.error ?? grid.error,
    loading: frame.loading || (grid.loading && rows.length === 0),
    missing: !run && !frame.loading,
    retry: () => {
      frame.refetch().catch(() => {});
      if (method) refetch().catch(() => {});
    },
  };
}

export type RunGrid = ReturnType<typeof useRunGrid>;
