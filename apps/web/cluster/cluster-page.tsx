"use client";

import { useQuery } from "@apollo/client/react";
import { useCallback, useMemo, useState } from "react";
import { findingDetail, findingSentence } from "../charts/finding.prepare.ts";
import { useThrottledRefresh } from "../run/run-frame.ts";
import { Button, ButtonLink } from "../shell/button.tsx";
import { useKeys } from "../shell/keys.tsx";
import { PageFrame } from "../shell/page-frame.tsx";
import { runPath, uuidOf } from "../shell/routes.ts";
import { Empty, Failure, Skeleton } from "../shell/states.tsx";
import type { useUrlState } from "../shell/url-state.ts";
import { shortLabel } from "../text/label.ts";
import { AllTrees } from "./all-trees.tsx";
import { ClusterInspector } from "./cluster-inspector.tsx";
import styles from "./cluster-page.module.css";
import { ClusteringQuery } from "./cluster-query.ts";
import { ClusterTools } from "./cluster-tools.tsx";
import { ConsensusPage } from "./consensus-page.tsx";
import { MeanPage } from "./mean-page.tsx";
import { stateOf } from "./setting.prepare.ts";
import { SettingChoices } from "./setting-choices.tsx";
import { TreeFigure } from "./tree-figure.tsx";
import type { ClusteringDetail } from "./tree-leaf.tsx";
import { TreeSkeleton } from "./tree-skeleton.tsx";
import { TreesAbsent } from "./trees-absent.tsx";
import { type ClusterState, useClusterState } from "./use-cluster-state.ts";
import { useCut } from "./use-cut.ts";
import { type LoadedTree, useTrees } from "./use-trees.ts";

/** One image's tree, or that of the mean over the run's images, or what most of their trees share. */
export function ClusterPage({ runUuid }: { runUuid: string }) {
  const state = useClusterState(runUuid);
  if (state.shows === "consensus") return <ConsensusPage state={state} />;
  return state.shows === "mean" ? <MeanPage state={state} /> : <ImagePage state={state} />;
}

function ImagePage({ state }: { state: ClusterState }) {
  const { id, read, write, frame, method, setting, askedSetting, settings, setSetting, optimal, progress } = state;
  const { run } = frame;
  const { trees, complete, loading, error, refetch, more } = useTrees(id, method, setting, run?.imageCount ?? 0);
  useThrottledRefresh(progress?.doneTrees, refetch);
  useThrottledRefresh(stateOf(settings.states, setting)?.doneTrees, refetch);

  const shown = trees.find(({ imageId }) => uuidOf(imageId) === read("image")) ?? trees[0];
  const detail = useQuery(ClusteringQuery, { variables: { id: shown?.clusteringId ?? "" }, skip: !shown });
  const loaded = detail.data?.clustering;
  const current = loaded && loaded.id === shown?.clusteringId ? loaded : null;
  const tree = useMemo(
    () => (shown && current && optimal ? { ...shown.tree, leafOrder: current.optimalLeafOrder } : shown?.tree),
    [shown, current, optimal],
  );
  const [cut, setCut] = useCut(tree, read("cut"), write);
  const [sheetOpen, setSheetOpen] = useState(false);
  const step = useSteps(trees, shown, write);
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

  const told = current && shown ? tell(current, shown) : null;
  const failure = frame.error ?? error ?? detail.error;
  const retry = () => {
    frame.refetch().catch(() => {});
    refetch();
  };
  return (
    <PageFrame
      crumbs={[
        { label: "Runs", href: "/run" },
        { label: run?.name ?? "Run", href: runPath(id) },
        ...(method ? [{ label: method.name }] : []),
        { label: shown?.title ?? "Clusters" },
      ]}
      title={told?.sentence ?? "Clusters"}
      tools={
        <ClusterTools
          state={state}
          image={shown?.imageId}
          at={shown ? trees.indexOf(shown) : 0}
          count={trees.length}
          onStep={step}
        />
      }
      inspector={
        current &&
        shown && (
          <ClusterInspector
            clustering={current}
            tree={tree ?? shown.tree}
            cut={cut}
            runId={id}
            methodKey={method?.key}
            settings={settings}
            canCompute={state.status === "done"}
            onSetting={setSetting}
            fileName={`${shown.title}-${method?.slug ?? "tree"}.nwk`.replaceAll(/\s+/g, "-")}
            open={sheetOpen}
            onClose={() => setSheetOpen(false)}
          />
        )
      }
    >
      {failure && !current ? (
        <Failure error={failure} onRetry={retry} />
      ) : !run && !frame.loading ? (
        <Empty title="There is no such run" action={<ButtonLink href="/run">All runs</ButtonLink>} />
      ) : run && method && !loading && trees.length === 0 ? (
        <>
          <SettingChoices setting={setting} onChange={setSetting} />
          <TreesAbsent state={state} />
        </>
      ) : (
        <>
          <SettingChoices
            setting={setting}
            onChange={setSetting}
            optimalOrder={optimal}
            onOptimalOrder={(wanted) => write({ order: wanted ? "optimal" : undefined })}
          />
          <Finding told={told} onNumbers={() => setSheetOpen(true)} />
          {current && shown && run ? (
            <TreeFigure
              clustering={current}
              tree={tree ?? shown.tree}
              rootHeight={shown.rootHeight}
              imageId={shown.imageId}
              view={run.view}
              signed={method?.signed ?? false}
              cut={cut}
              onCut={setCut}
            />
          ) : (
            <TreeSkeleton models={run?.models.length} />
          )}
          {trees.length > 0 && method && run && (
            <AllTrees
              trees={trees}
              runId={id}
              method={method.key}
              setting={askedSetting}
              order={read("order")}
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

interface Told {
  sentence: string;
  detail: string;
}

/** The page's title and the line below it, from the tree and what the models say. */
function tell(clustering: ClusteringDetail, { tree, truth }: LoadedTree): Told {
  const { models, similarities, heatmaps } = clustering;
  const finding = { ...tree, names: models.map(({ name }) => name), similarities, noun: truth };
  const predictions = heatmaps.map(({ predicted }) => ({
    label: predicted ? shortLabel(predicted.class.label) : null,
    probability: predicted?.probability ?? null,
  }));
  return { sentence: findingSentence(finding), detail: findingDetail(finding, predictions) };
}

function Finding({ told, onNumbers }: { told: Told | null; onNumbers: () => void }) {
  return (
    <header>
      {told ? <h1 data-testid="finding">{told.sentence}</h1> : <Skeleton width={420} height={26} />}
      <div className={styles.detail}>
        {told ? told.detail : <Skeleton width={280} height={18} />}{" "}
        <button type="button" className={styles.numbers} onClick={onNumbers}>
          The tree in numbers
        </button>
      </div>
    </header>
  );
}

/** Walks the images in the order of the small trees; each new tree is cut anew. */
function useSteps(
  trees: readonly LoadedTree[],
  shown: LoadedTree | undefined,
  write: ReturnType<typeof useUrlState>["write"],
) {
  return useCallback(
    (by: number) => {
      const next = shown && trees[trees.indexOf(shown) + by];
      if (next) write({ image: uuidOf(next.imageId), cut: undefined });
    },
    [trees, shown, write],
  );
}
