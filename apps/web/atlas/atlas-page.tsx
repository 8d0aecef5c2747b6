"use client";

import { useQuery } from "@apollo/client/react";
import Link from "next/link";
import { readFragment } from "../gql";
import type { AtlasQuery as AtlasData } from "../gql/graphql";
import { Overlay } from "../heatmap/overlay.tsx";
import { RunProgressFragment, useThrottledRefresh } from "../run/run-frame.ts";
import { RunLine, RunLineSkeleton } from "../run/run-line.tsx";
import { RunLineFragment } from "../run/run-queries.ts";
import { ButtonLink } from "../shell/button.tsx";
import { PageFrame } from "../shell/page-frame.tsx";
import { gridPath, uuidOf, withQuery } from "../shell/routes.ts";
import { Failure, Skeleton } from "../shell/states.tsx";
import { countOf } from "../text/count.ts";
import { shortLabel, stem } from "../text/label.ts";
import styles from "./atlas-page.module.css";
import { AtlasQuery } from "./atlas-query.ts";
import { Findings, FindingsSkeleton } from "./findings.tsx";
import { FirstRun } from "./first-run.tsx";

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

/** Methods whose trees are read first, as the field knows them best. */
const told = ["grad-cam", "guided", "vanilla"];

/** Findings come from the newest run that has trees. */
function NewestFindings({ data }: { data: AtlasData | undefined }) {
  if (!data) return <FindingsSkeleton />;
  const run = data.runs.edges
    .map(({ node }) => readFragment(RunLineFragment, node))
    .find((line) => readFragment(RunProgressFragment, line).progress.doneTrees > 0);
  if (!run) return null;
  const rank = (slug: string) => (told.includes(slug) ? told.indexOf(slug) : told.length);
  const methods = run.methods.map(({ method }) => method).sort((a, b) => rank(a.slug) - rank(b.slug));
  return <Findings runId={run.id} methods={methods} />;
}

function NewestMaps({ data }: { data: AtlasData | undefined }) {
  const latest = data?.runs.edges[0]?.node.id;
  return (
    <section aria-labelledby="newest">
      <header className={styles.sectionHead}>
        <h2 id="newest">Newest maps</h2>
      </header>
      {data?.atlas.newest.length === 0 && <p className={styles.none}>They appear here as they are computed.</p>}
      <ul className={styles.maps}>
        {data
          ? data.atlas.newest.map((map) => {
              const title = map.image.truths[0] ? shortLabel(map.image.truths[0].class.label) : stem(map.image.name);
              const text = `${map.method.name} of ${map.model.name} on ${title}`;
              return (
                <li key={map.id}>
                  <Link
                    href={
                      latest
                        ? withQuery(gridPath(latest), {
                            method: map.method.slug,
                            image: uuidOf(map.image.id),
                            model: uuidOf(map.model.id),
                          })
                        : "/run"
                    }
                    title={text}
                  >
                    <Overlay
                      imageId={map.image.id}
                      heatmapId={map.id}
                      view={map.view}
                      rect={map.rect ?? null}
                      look={
                        map.signed
                          ? { colormap: "blue-white-red", normalisation: "absmax" }
                          : { colormap: "inferno", normalisation: "p99" }
                      }
                      size={144}
                      alt={text}
                    />
                  </Link>
                </li>
              );
            })
          : Array.from({ length: 20 }, (_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing else to tell them apart.
              <li key={index}>
                <Skeleton className={styles.placeholder ?? ""} />
              </li>
            ))}
      </ul>
    </section>
  );
}
