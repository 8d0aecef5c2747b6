"use client";

import { useQuery } from "@apollo/client/react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { defaultCut, type Tree } from "../charts/dendrogram.prepare.ts";
import { findingDetail, findingSentence } from "../charts/finding.prepare.ts";
import { type FragmentType, readFragment } from "../gql";
import { isFinished, RunProgressFragment, useRunFrame, useRunProgress, useThrottledRefresh } from "../run/run-frame.ts";
import { Button, ButtonLink } from "../shell/button.tsx";
import { useKeys } from "../shell/keys.tsx";
import { PageFrame } from "../shell/page-frame.tsx";
import { gridPath, runIdOf, runPath, uuidOf } from "../shell/routes.ts";
import { Empty, Failure, Skeleton } from "../shell/states.tsx";
import { Tabs } from "../shell/tabs.tsx";
import { useUrlState } from "../shell/url-state.ts";
import { shortLabel, shortMethod, stem } from "../text/label.ts";
import { AllTrees, type ImageTree } from "./all-trees.tsx";
import { ClusterInspector } from "./cluster-inspector.tsx";
import styles from "./cluster-page.module.css";
import { ClusteringQuery, ClustersQuery, SmallTreeFragment } from "./cluster-query.ts";
import { TreeFigure } from "./tree-figure.tsx";

const pageSize = 100;
/** Above this many images the trees are shown in the run's order, a page at a time. */
const sortedUpTo = 500;

const toTree = (masked: FragmentType<typeof SmallTreeFragment>): Tree & { rootHeight: number } => {
  const { merges, leafOrder, rootHeight } = readFragment(SmallTreeFragment, masked);
  return { merges, leafOrder, leafCount: leafOrder.length, rootHeight };
};

export function ClusterPage({ runUuid }: { runUuid: string }) {
  const id = runIdOf(runUuid);
  const { read, write } = useUrlState();
  const frame = useRunFrame(id);
  const { run } = frame;
  const progress = readFragment(RunProgressFragment, run);
  useRunProgress(id, progress?.status);

  const methods = run?.methods.map(({ method }) => method) ?? [];
  const method =
    methods.find(({ slug }) => slug === read("method")) ??
    methods.find(({ slug }) => slug === "grad-cam") ??
    methods[0];
  const { trees, complete, loading, error, refetch, more } = useTrees(id, method?.slug, run?.imageCount ?? 0);
  useThrottledRefresh(progress?.progress.doneTrees, refetch);

  const wanted = read("image");
  const shown = trees.find(({ imageId }) => uuidOf(imageId) === wanted) ?? trees[0];
  const detail = useQuery(ClusteringQuery, { variables: { id: shown?.clusteringId ?? "" }, skip: !shown });
  const clustering = detail.data?.clustering ?? detail.previousData?.clustering;
  const current = clustering && shown && clustering.id === shown.clusteringId ? clustering : null;
  const [cut, setCut] = useCut(shown?.tree, read("cut"), write);
  const [sheetOpen, setSheetOpen] = useState(false);

  const step = useCallback(
    (by: number) => {
      const next = shown && trees[trees.indexOf(shown) + by];
      if (next) write({ image: uuidOf(next.imageId), cut: undefined });
    },
    [trees, shown, write],
  );
  useKeys(
    useMemo(
      () => [
        { key: "ArrowLeft", label: "the image before", run: () => step(-1) },
        { key: "ArrowRight", label: "the image after", run: () => step(1) },
        { key: "Escape", label: "close", run: () => setSheetOpen(false) },
      ],
      [step],
    ),
  );

  const finding = current &&
    shown && {
      ...shown.tree,
      names: current.models.map(({ name }) => name),
      similarities: current.similarities,
      noun: shown.truth,
    };
  const sentence = finding ? findingSentence(finding) : null;
  const failure = frame.error ?? error ?? detail.error;
  const signed = method?.signed ?? false;

  return (
    <PageFrame
      crumbs={[
        { label: "Runs", href: "/run" },
        { label: run?.name ?? "Run", href: runPath(id) },
        ...(method ? [{ label: method.name }] : []),
        { label: shown?.title ?? "Clusters" },
      ]}
      title={sentence ?? "Clusters"}
      tools={
        <>
          {method ? (
            <Tabs
              label="Method"
              testId="method-tabs"
              value={method.slug}
              options={methods.map(({ slug, name }) => [slug, shortMethod(name)] as const)}
              onChange={(slug) => write({ method: slug, cut: undefined })}
            />
          ) : (
            <Skeleton width={180} height={28} />
          )}
          {method && (
            <ButtonLink kind="quiet" href={gridPath(id, method.slug)}>
              Grid →
            </ButtonLink>
          )}
          {trees.length > 1 && (
            <div className={styles.stepper}>
              <Button kind="quiet" aria-label="The image before" onClick={() => step(-1)} disabled={trees[0] === shown}>
                ←
              </Button>
              <span>
                {shown ? trees.indexOf(shown) + 1 : 0} of {trees.length}
              </span>
              <Button
                kind="quiet"
                aria-label="The image after"
                onClick={() => step(1)}
                disabled={trees.at(-1) === shown}
              >
                →
              </Button>
            </div>
          )}
        </>
      }
      inspector={
        current &&
        shown && (
          <ClusterInspector
            clustering={current}
            tree={shown.tree}
            cut={cut}
            fileName={`${shown.title}-${method?.slug ?? "tree"}.nwk`.replaceAll(/\s+/g, "-")}
            open={sheetOpen}
            onClose={() => setSheetOpen(false)}
          />
        )
      }
    >
      {failure && !current ? (
        <Failure
          error={failure}
          onRetry={() => {
            frame.refetch().catch(() => {});
            refetch();
          }}
        />
      ) : !run && !frame.loading ? (
        <Empty title="There is no such run" action={<ButtonLink href="/run">All runs</ButtonLink>} />
      ) : run && method && !loading && trees.length === 0 ? (
        <NoTrees modelCount={run.models.length} status={progress?.status} runPath={runPath(id)} />
      ) : (
        <>
          <header>
            {sentence ? <h1 data-testid="finding">{sentence}</h1> : <Skeleton width={420} height={26} />}
            <p className={styles.detail}>
              {finding && current ? (
                findingDetail(
                  finding,
                  current.heatmaps.map(({ predicted }) => ({
                    label: predicted ? shortLabel(predicted.class.label) : null,
                    probability: predicted?.probability ?? null,
                  })),
                )
              ) : (
                <Skeleton width={280} height={18} />
              )}{" "}
              <button type="button" className={styles.numbers} onClick={() => setSheetOpen(true)}>
                The tree in numbers
              </button>
            </p>
          </header>
          {current && shown && run ? (
            <TreeFigure
              clustering={current}
              tree={shown.tree}
              rootHeight={shown.rootHeight}
              imageId={shown.imageId}
              view={run.view}
              colormap={
                signed
                  ? { colormap: "blue-white-red", normalisation: "absmax" }
                  : { colormap: "inferno", normalisation: "p99" }
              }
              cut={cut}
              onCut={setCut}
            />
          ) : (
            <Skeleton
              width="100%"
              height={(run?.models.length ?? 4) * 72 + 42}
              className={styles.figureSkeleton ?? ""}
            />
          )}
          {trees.length > 0 && method && run && (
            <AllTrees
              trees={trees}
              runId={id}
              method={method.slug}
              view={run.view}
              selected={shown?.imageId}
              names={run.models.map(({ name }) => name)}
              complete={complete}
            />
          )}
          {more && (
            <Button className={styles.more ?? ""} onClick={more}>
              Show more images
            </Button>
          )}
        </>
      )}
    </PageFrame>
  );
}

function NoTrees({
  modelCount,
  status,
  runPath: href,
}: {
  modelCount: number;
  status: string | undefined;
  runPath: string;
}) {
  if (modelCount < 2) {
    return (
      <Empty title="A tree needs two models" action={<ButtonLink href="/run/new">New run</ButtonLink>}>
        This run has one, so there is nothing to compare it with.
      </Empty>
    );
  }
  return (
    <Empty
      title={isFinished(status) ? "No tree was made" : "The trees are not there yet"}
      action={<ButtonLink href={href}>Look at the run</ButtonLink>}
    >
      {isFinished(status)
        ? "A tree needs the maps of all models on an image, and some of them are missing."
        : "Each appears as soon as all models' maps of its image are computed."}
    </Empty>
  );
}

interface LoadedTree extends ImageTree {
  clusteringId: string;
  truth: string | null;
}

/** The trees of a run by one method: all of them, sorted, for runs of a usual size; else a page at a time. */
function useTrees(id: string, method: string | undefined, imageCount: number) {
  const { data, loading, error, refetch, fetchMore } = useQuery(ClustersQuery, {
    variables: { id, method: method ?? "", first: pageSize },
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

/** The cut of the tree that is shown: the address's, else between the last two merges; a new tree starts anew. */
function useCut(
  tree: Tree | undefined,
  asked: string | undefined,
  write: (changes: Record<string, string | undefined>) => void,
) {
  const start = tree ? defaultCut(tree) : 0;
  const height = asked === undefined ? Number.NaN : Number(asked);
  const [moved, setMoved] = useState<{ tree: Tree; height: number } | null>(null);
  const cut = moved && moved.tree === tree ? moved.height : Number.isFinite(height) ? height : start;
  useEffect(() => {
    if (!moved) return;
    const timer = setTimeout(() => write({ cut: moved.height.toFixed(3) }), 250);
    return () => clearTimeout(timer);
  }, [moved, write]);
  const set = useCallback((next: number) => tree && setMoved({ tree, height: next }), [tree]);
  return [cut, set] as const;
}
