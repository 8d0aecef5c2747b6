"use client";

import { useQuery } from "@apollo/client/react";
import { DemoLine } from "../demo/demo-line.tsx";
import { readFragment } from "../gql";
import type { AtlasQuery as AtlasData } from "../gql/graphql";
import { RunProgressFragment, useThrottledRefresh } from "../run/run-frame.ts";
import { RunLine, RunLineSkeleton } from "../run/run-line.tsx";
import { RunLineFragment } from "../run/run-queries.ts";
import { ButtonLink } from "../shell/button.tsx";
import { PageFrame } from "../shell/page-frame.tsx";
import { Failure, Skeleton } from "../shell/states.tsx";
import { countOf } from "../text/count.ts";
import styles from "./atlas-page.module.css";
import { AtlasQuery } from "./atlas-query.ts";
import { Findings, FindingsSkeleton } from "./findings.tsx";
import { FirstRun } from "./first-run.tsx";
import { NewestMaps } from "./newest-maps.tsx";
import { preferredMethods } from "./saved-patterns.prepare.ts";
import { SavedPatterns } from "./saved-patterns.tsx";

export function AtlasPage() {
  const { data, error, refetch } = useQuery(AtlasQuery);
  const atlas = data?.atlas;
  const runs = data?.runs.edges.map(({ node }) => node) ?? [];
  const settled = runs.reduce((sum, run) => {
    const { progress } = readFragment(RunProgressFragment, readFragment(RunLineFragment, run));
    return sum + progress.done + progress.doneTrees;
  }, 0);
  useThrottledRefresh(data ? settled : undefined, () => {
    refetch().catch(() => {});
  });
  if (atlas && atlas.runCount === 0) {
    return (
      <PageFrame crumbs={[{ label: "Atlas" }]}>
        <FirstRun modelCount={atlas.modelCount} imageCount={atlas.imageCount} />
      </PageFrame>
    );
  }
  return (
    <PageFrame crumbs={[{ label: "Atlas" }]}>
      {error && !data ? (
        <Failure error={error} onRetry={() => refetch().catch(() => {})} />
      ) : (
        <div className={styles.page}>
          <header className={styles.head}>
            <h1>Atlas</h1>
            {atlas ? (
              <p>
                {[
                  countOf(atlas.modelCount, "model"),
                  countOf(atlas.imageCount, "image"),
                  countOf(atlas.heatmapCount, "map"),
                  countOf(atlas.clusteringCount, "tree"),
                ].join(" · ")}
              </p>
            ) : (
              <Skeleton width={240} height={18} />
            )}
          </header>
          <DemoLine />
          {data && <SavedPatterns patterns={data.patterns.edges.map(({ node }) => node)} />}
          <NewestFindings data={data} />
          <div className={styles.columns}>
            <section aria-labelledby="runs">
              <header className={styles.sectionHead}>
                <h2 id="runs">Runs</h2>
                <ButtonLink kind="primary" href="/run/new" data-testid="new-run">
                  New run
                </ButtonLink>
              </header>
              {data ? (
                <ul>
                  {runs.map((run) => (
                    <li key={run.id}>
                      <RunLine run={run} />
                    </li>
                  ))}
                </ul>
              ) : (
                [0, 1, 2].map((line) => <RunLineSkeleton key={line} />)
              )}
              {data?.runs.pageInfo.hasNextPage && (
                <ButtonLink kind="quiet" href="/run">
                  All runs
                </ButtonLink>
              )}
            </section>
            <NewestMaps data={data} />
          </div>
        </div>
      )}
    </PageFrame>
  );
}

/** Findings come from the newest run that has trees of which a model can stand apart: of two, neither does. */
function NewestFindings({ data }: { data: AtlasData | undefined }) {
  if (!data) return <FindingsSkeleton />;
  const run = data.runs.edges
    .map(({ node }) => readFragment(RunLineFragment, node))
    .find((line) => line.models.length > 2 && readFragment(RunProgressFragment, line).progress.doneTrees > 0);
  if (!run) return null;
  const told = preferredMethods;
  const rank = (slug: string) => (told.includes(slug) ? told.indexOf(slug) : told.length);
  const methods = run.methods.map(({ method }) => method).sort((a, b) => rank(a.slug) - rank(b.slug));
  return <Findings runId={run.id} methods={methods} />;
}
