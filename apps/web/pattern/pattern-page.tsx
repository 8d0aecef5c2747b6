"use client";

import { useQuery } from "@apollo/client/react";
import { useEffect } from "react";
import { ButtonLink } from "../shell/button.tsx";
import { PageFrame } from "../shell/page-frame.tsx";
import { runPath } from "../shell/routes.ts";
import { Empty, Failure } from "../shell/states.tsx";
import { PatternFrameQuery } from "./frame-query.ts";
import { askable, type FrameRun } from "./frame-runs.ts";
import { PatternBoard } from "./pattern-board.tsx";
import { PatternBoardSkeleton } from "./pattern-board-skeleton.tsx";
import { uncached } from "./uncached.ts";

const isUnfinished = (status: string) => status === "queued" || status === "running";

const crumbs = [{ label: "Patterns" }];

export function PatternPage() {
  // In the cache, other queries keep fewer runs under the same name.
  const { data, error, refetch, startPolling, stopPolling } = useQuery(PatternFrameQuery, uncached);
  const isGrowing = data?.runs.edges.some(({ node: { status } }) => isUnfinished(status)) ?? false;
  useEffect(() => {
    if (isGrowing) startPolling(4_000);
    return stopPolling;
  }, [isGrowing, startPolling, stopPolling]);
  const reload = () => {
    refetch().catch(() => {});
  };
  if (!data) {
    return (
      <PageFrame crumbs={crumbs}>
        {error ? <Failure error={error} onRetry={reload} /> : <PatternBoardSkeleton />}
      </PageFrame>
    );
  }
  const runs = data.runs.edges.map(({ node }) => node);
  return (
    <PageFrame crumbs={crumbs}>
      {askable(runs).length === 0 ? <NothingToAsk runs={runs} /> : <PatternBoard frame={data} />}
    </PageFrame>
  );
}

/** A pattern speaks of trees, and a tree needs two models. */
function NothingToAsk({ runs }: { runs: readonly FrameRun[] }) {
  const coming = runs.find(({ models, status }) => models.length > 1 && isUnfinished(status));
  if (coming) {
    return (
      <Empty
        title="The first trees are not there yet"
        action={<ButtonLink href={runPath(coming.id)}>Look at the run</ButtonLink>}
      >
        Patterns are counted over the trees of a run; each appears as soon as all models' maps of its image are
        computed.
      </Empty>
    );
  }
  return (
    <Empty
      title="A pattern needs a run of two models"
      action={
        <ButtonLink kind="primary" href="/run/new">
          New run
        </ButtonLink>
      }
    >
      A pattern is a sentence about the trees of a run, such as "Inception V3 joins last", counted over its images.
      Start a run of at least two models; with the images' true classes, only those that every model gets right are
      counted.
    </Empty>
  );
}
