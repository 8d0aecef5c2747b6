"use client";

import { useQuery } from "@apollo/client/react";
import { useCallback, useState } from "react";
import type { SavedPatternsQuery as Answer } from "../gql/graphql";
import { patternText } from "./address.prepare.ts";
import { runsOfModels } from "./frame-runs.ts";
import type { PatternJson } from "./pattern.prepare.ts";
import { SavedPatternsQuery } from "./saved-query.ts";
import { uncached } from "./uncached.ts";
import type { Question } from "./use-question.ts";

export type SavedPattern = Answer["patterns"]["edges"][number]["node"];

const firstPage = 50;
const largestPage = 200;

/** The saved patterns, or the archived ones, the newest first. */
export function useSaved({ archived }: { archived: boolean }) {
  const [first, setFirst] = useState(firstPage);
  const { data, previousData, error, refetch } = useQuery(SavedPatternsQuery, {
    variables: { archived, first },
    ...uncached,
  });
  const reload = useCallback(() => {
    refetch().catch(() => {});
  }, [refetch]);
  const connection = (data ?? (first > firstPage ? previousData : undefined))?.patterns;
  const patterns = connection?.edges.map(({ node }) => node) ?? null;
  const more = connection?.pageInfo.hasNextPage && first < largestPage ? () => setFirst(largestPage) : null;
  /** The saved one that asks the same of the same models. */
  const find = ({ run }: Pick<Question, "run">, pattern: unknown) =>
    patterns?.find(
      (other) =>
        runsOfModels([run], other.models).length > 0 &&
        patternText(other.pattern as PatternJson) === patternText(pattern as PatternJson),
    ) ?? null;
  return { patterns, error, more, reload, find };
}

export type Saved = ReturnType<typeof useSaved>;
