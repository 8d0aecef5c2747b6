"use client";

import { useApolloClient } from "@apollo/client/react";
import { useCallback, useEffect, useState } from "react";
import { ImageIdsQuery } from "./run-queries.ts";

const pageSize = 200;

/** Which images a run takes: whole sets, single images, or both; what is in two of them counts once. */
export function useImageChoice(firstSet: string | null) {
  const client = useApolloClient();
  const [sets, setSets] = useState<ReadonlySet<string>>(() => new Set(firstSet ? [firstSet] : []));
  const [single, setSingle] = useState<ReadonlySet<string>>(new Set());
  const [members, setMembers] = useState<ReadonlyMap<string, readonly string[]>>(new Map());

  const readMembers = useCallback(
    async (imageSet: string) => {
      const ids: string[] = [];
      for (let after: string | null = null; ; ) {
        const {
          data,
        }: {
          data?:
            | {
                images: {
                  edges: { node: { id: string } }[];
                  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
                };
              }
            | undefined;
        } = await client.query({
          query: ImageIdsQuery,
          variables: { imageSet, first: pageSize, after },
          fetchPolicy: "no-cache",
        });
        if (!data) return ids;
        ids.push(...data.images.edges.map(({ node }) => node.id));
        if (!data.images.pageInfo.hasNextPage) return ids;
        after = data.images.pageInfo.endCursor ?? null;
      }
    },
    [client],
  );

  // One whole set is named by its id. Only a mixture needs its members, to count and to send each image once.
  const mixed = sets.size > 1 || (sets.size === 1 && single.size > 0);
  useEffect(() => {
    if (!mixed) return;
    for (const id of sets) {
      if (members.has(id)) continue;
      readMembers(id)
        .then((ids) => setMembers((all) => new Map(all).set(id, ids)))
        .catch(() => {});
    }
  }, [mixed, sets, members, readMembers]);

  const pending = mixed && [...sets].some((id) => !members.has(id));
  const mixture = mixed ? new Set([...single, ...[...sets].flatMap((id) => members.get(id) ?? [])]) : single;
  return {
    sets,
    single,
    pending,
    toggleSet: (id: string) => setSets((all) => toggled(all, id)),
    toggleImage: (id: string) => setSingle((all) => toggled(all, id)),
    count: (sizes: readonly { id: string; imageCount: number }[]) =>
      mixed || sets.size === 0 ? mixture.size : (sizes.find(({ id }) => sets.has(id))?.imageCount ?? 0),
    input: () => (mixed || sets.size === 0 ? { imageIds: [...mixture] } : { imageSetId: [...sets][0]! }),
  };
}

export function toggled(all: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(all);
  if (!next.delete(id)) next.add(id);
  return next;
}
