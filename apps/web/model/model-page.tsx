"use client";

import { useQuery } from "@apollo/client/react";
import { readFragment } from "../gql";
import { PageFrame } from "../shell/page-frame.tsx";
import { ShowMore } from "../shell/show-more.tsx";
import { Empty, Failure, Skeleton } from "../shell/states.tsx";
import { countOf } from "../text/count.ts";
import styles from "./model-page.module.css";
import { ModelRowFragment, ModelsQuery } from "./model-queries.ts";
import { ModelTable } from "./model-table.tsx";
import { ModelUploader } from "./model-uploads.tsx";

export function ModelPage() {
  const { data, error, loading, refetch, fetchMore } = useQuery(ModelsQuery, { variables: { first: 50 } });
  const models = readFragment(ModelRowFragment, data?.models.edges.map(({ node }) => node) ?? []);
  const families = new Set(models.map(({ family }) => family)).size;
  return (
    <PageFrame crumbs={[{ label: "Models" }]}>
      <header className={styles.head}>
        <h1>Models</h1>
        {models.length > 0 && (
          <p>
            {countOf(models.length, "model")}
            {data?.models.pageInfo.hasNextPage && " so far"} of {countOf(families, "family", "families")}
          </p>
        )}
      </header>
      <ModelUploader compact={models.length > 0} />
      {error && models.length === 0 ? (
        <Failure error={error} onRetry={() => refetch().catch(() => {})} />
      ) : loading && models.length === 0 ? (
        <div className={styles.skeletons}>
          {[0, 1, 2, 3].map((row) => (
            <Skeleton key={row} width="100%" height={44} />
          ))}
        </div>
      ) : models.length === 0 ? (
        <Empty title="No models yet">
          Heatlas explains image classifiers in ONNX form: an input of pictures, an output with a score for each class.
        </Empty>
      ) : (
        <ModelTable models={models} />
      )}
      <ShowMore page={data?.models.pageInfo} onMore={(after) => fetchMore({ variables: { after } })}>
        Show more models
      </ShowMore>
    </PageFrame>
  );
}
