"use client";

import { useQuery } from "@apollo/client/react";
import { useCallback, useEffect, useMemo } from "react";
import type { Tree } from "../charts/dendrogram.prepare.ts";
import { type FragmentType, readFragment } from "../gql";
import type { MethodChoice } from "../run/method-choices.ts";
import { shortLabel, stem } from "../text/label.ts";
import { ClustersQuery, SmallTreeFragment } from "./cluster-query.ts";
import { isSameSetting, type Setting, usualSetting } from "./setting.prepare.ts";
import type { ImageTree } from "./small-trees.tsx";

const pageSize = 100;
/** Above this many images the trees are shown in the run's order, a page at a time. */
const sortedUpTo = 500;

const toTree = (masked: FragmentType<typeof SmallTreeFragment>): Tree & { rootHeight: number } => {
  const { merges, leafOrder, rootHeight } = readFragment(SmallTreeFragment, masked);
  return { merges, leafOrder, leafCount: leafOrder.length, rootHeight };
};

export interface LoadedTree extends ImageTree {
  clusteringId: string;
  truth: string | null;
}

/** The trees of a run by one method under one setting: all of them, sorted, for runs of a usual size; else a page at a time. */
export function useTrees(id: string, method: MethodChoice | undefined, setting: Setting, imageCount: number) {
  const { data, loading, error, refetch, fetchMore } = useQuery(ClustersQuery, {
    variables: {
      id,
      method: method?.slug ?? "",
      position: method?.position ?? null,
      setting: isSameSetting(setting, usualSetting) ? null : { ...setting },
      first: pageSize,
    },
    skip: !method,
  });
  const connection = data?.run?.images;
  const endCursor = connection?.pageInfo.hasNextPage ? connection.pageInfo.endCursor : null;
  const all = imageCount <= sortedUpTo;
  const loadMore = useCallback(() => {
    if (endCursor) fetchMore({ variables: { after: endCursor } }).catch(() => {});
  }, [endCursor, fetchMore]);
  useEffect(() => {
    if (all) loadMore();
  }, [all, loadMore]);

  const complete = all && !endCursor;
  const trees = useMemo(() => {
    const loaded = (connection?.edges ?? []).flatMap(({ node: { image, clustering } }): LoadedTree[] => {
      if (!clustering) return [];
      const { rootHeight, ...tree } = toTree(clustering);
      const truth = image.truths[0] ? shortLabel(image.truths[0].class.label) : null;
      return [
        { imageId: image.id, clusteringId: clustering.id, title: truth ?? stem(image.name), truth, tree, rootHeight },
      ];
    });
    return complete ? loaded.sort((a, b) => b.rootHeight - a.rootHeight) : loaded;
  }, [connection, complete]);
  const refresh = useCallback(() => {
    refetch().catch(() => {});
  }, [refetch]);
  return {
    trees,
    complete,
    loading: loading || !connection,
    error,
    refetch: refresh,
    more: !all && endCursor ? loadMore : null,
  };
}
