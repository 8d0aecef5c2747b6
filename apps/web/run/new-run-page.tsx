"use client";

import { useQuery } from "@apollo/client/react";
import { ButtonLink } from "../shell/button.tsx";
import { PageFrame } from "../shell/page-frame.tsx";
import { Empty, Failure, Skeleton } from "../shell/states.tsx";
import { NewRunForm } from "./new-run-form.tsx";
import styles from "./new-run-page.module.css";
import { RunChoicesQuery } from "./run-queries.ts";

export function NewRunPage() {
  const { data, error, loading, refetch } = useQuery(RunChoicesQuery, { variables: { first: 200 } });
  return (
    <PageFrame crumbs={[{ label: "Runs", href: "/run" }, { label: "New run" }]}>
      {data ? (
        data.models.edges.length === 0 || data.atlas.imageCount === 0 ? (
          <NothingToRun models={data.models.edges.length} />
        ) : (
          <NewRunForm choices={data} />
        )
      ) : error ? (
        <Failure error={error} onRetry={() => refetch().catch(() => {})} />
      ) : (
        loading && (
          <div className={styles.form}>
            <Skeleton width={180} height={26} />
            <Skeleton width="100%" height={220} />
          </div>
        )
      )}
    </PageFrame>
  );
}

function NothingToRun({ models }: { models: number }) {
  return models === 0 ? (
    <Empty
      title="A run needs models"
      action={
        <ButtonLink kind="primary" href="/model">
          Add models
        </ButtonLink>
      }
    >
      There are none yet.
    </Empty>
  ) : (
    <Empty
      title="A run needs photographs"
      action={
        <ButtonLink kind="primary" href="/image">
          Add photographs
        </ButtonLink>
      }
    >
      There are none yet.
    </Empty>
  );
}
