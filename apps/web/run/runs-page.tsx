"use client";

import { useQuery } from "@apollo/client/react";
import { ButtonLink } from "../shell/button.tsx";
import { PageFrame } from "../shell/page-frame.tsx";
import { ShowMore } from "../shell/show-more.tsx";
import { Empty, Failure } from "../shell/states.tsx";
import { RunLine, RunLineSkeleton } from "./run-line.tsx";
import { RunsQuery } from "./run-queries.ts";
import styles from "./runs-page.module.css";

export function RunsPage() {
  const { data, error, loading, refetch, fetchMore } = useQuery(RunsQuery, { variables: { first: 30 } });
  const runs = data?.runs.edges.map(({ node }) => node) ?? [];
  return (
    <PageFrame crumbs={[{ label: "Runs" }]}>
      <div className={styles.page}>
        <header className={styles.head}>
          <h1>Runs</h1>
          <ButtonLink kind="primary" href="/run/new" data-testid="new-run">
            New run
          </ButtonLink>
        </header>
        {error && runs.length === 0 ? (
          <Failure error={error} onRetry={() => refetch().catch(() => {})} />
        ) : loading && runs.length === 0 ? (
          [0, 1, 2].map((line) => <RunLineSkeleton key={line} />)
        ) : runs.length === 0 ? (
          <Empty title="No runs yet">
            A run makes the maps of some models on some images by some methods, and the trees that compare them.
          </Empty>
        ) : (
          <ul>
            {runs.map((run) => (
              <li key={run.id}>
                <RunLine run={run} />
              </li>
            ))}
          </ul>
        )}
        <ShowMore
          page={data?.runs.pageInfo}
          onMore={(after) => fetchMore({ variables: { after } })}
          className={styles.more}
        >
          Show older runs
        </ShowMore>
      </div>
    </PageFrame>
  );
}
