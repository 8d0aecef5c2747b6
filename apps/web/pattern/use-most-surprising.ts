"use client";

import { useQuery } from "@apollo/client/react";
import { useMemo } from "react";
import type { PatternFilter } from "../gql/graphql";
import { type AskedMethod, groupOf } from "./asked-methods.ts";
import { DiscoverPatternsQuery } from "./discover-query.ts";
import type { PatternJson } from "./pattern.prepare.ts";
import { uncached } from "./uncached.ts";

/** What the trees show most beyond chance. Undefined while it is looked for; null where no image counts. */
export function useMostSurprising(
  filter: PatternFilter,
  method: AskedMethod,
  skip: boolean,
): PatternJson | null | undefined {
  const variables = { filter: { ...filter, methods: [method.slug] }, support: 0, rate: 0.05, first: 1 };
  const { data, error } = useQuery(DiscoverPatternsQuery, { variables, skip, ...uncached });
  const answer = data?.discoverPatterns;
  const pattern = useMemo(() => {
    if (answer?.__typename !== "Discoveries") return null;
    return (groupOf(answer.groups, method)?.found[0]?.pattern as PatternJson | undefined) ?? null;
  }, [answer, method]);
  return skip || answer || error ? pattern : undefined;
}
