"use client";

import { useQuery } from "@apollo/client/react";
import { useMemo, useState } from "react";
import { meanImage } from "../comparison/address.prepare.ts";
import { patternOfTree } from "../pattern/pattern-of-tree.prepare.ts";
import { useThrottledRefresh } from "../run/run-frame.ts";
import { ButtonLink } from "../shell/button.tsx";
import { Inspector } from "../shell/inspector.tsx";
import { PageFrame } from "../shell/page-frame.tsx";
import { runPath } from "../shell/routes.ts";
import { Empty, Failure } from "../shell/states.tsx";
import inspectorStyles from "./cluster-inspector.module.css";
import styles from "./cluster-page.module.css";
import { MeanTreeQuery } from "./cluster-query.ts";
import { ClusterTools } from "./cluster-tools.tsx";
import { meanDetail, meanFinding } from "./mean.prepare.ts";
import { isSameSetting, stateOf, usualSetting } from "./setting.prepare.ts";
import { SettingChoices } from "./setting-choices.tsx";
import { SupportSection } from "./support-section.tsx";
import { TreeFigure } from "./tree-figure.tsx";
import { TreeNumbers } from "./tree-numbers.tsx";
import { TreeSkeleton } from "./tree-skeleton.tsx";
import { SettingAbsent } from "./trees-absent.tsx";
import type { ClusterState } from "./use-cluster-state.ts";
import { useCut } from "./use-cut.ts";

/** The tree of the mean over a run's images, in the place of one image's. */
export function MeanPage({ state }: { state: ClusterState }) {
  const { id, frame, methods, method, setting, settings, optimal, write, read, setSetting, progress } = state;
  const { run } = frame;
  const { data, error, refetch } = useQuery(MeanTreeQuery, {
    variables: {
      id,
      method: method?.slug ?? "",
      position: method?.position ?? null,
      setting: isSameSetting(setting, usualSetting) ? null : { ...setting },
    },
    skip: !method,
  });
  useThrottledRefresh(progress?.doneTrees, refetch);
  useThrottledRefresh(stateOf(settings.states, setting)?.doneTrees, refetch);
  const answer = data?.run?.meanTree;
  const mean = answer?.__typename === "MeanTree" ? answer : null;
  const tree = useMemo(
    () =>
      mean && {
        merges: mean.merges,
        leafOrder: optimal ? mean.optimalLeafOrder : mean.leafOrder,
        leafCount: mean.models.length,
      },
    [mean, optimal],
  );
  const [cut, setCut] = useCut(tree ?? undefined, read("cut"), write);
  const [sheetOpen, setSheetOpen] = useState(false);
  const names = mean?.models.map(({ name }) => name) ?? [];
  const title = mean && tree ? meanFinding(tree, names, mean.imageCount) : null;
  const pattern = mean && tree ? patternOfTree(tree, cut, mean.models) : null;
  return (
    <PageFrame
      crumbs={[
        { label: "Runs", href: "/run" },
        { label: run?.name ?? "Run", href: runPath(id) },
        ...(method ? [{ label: method.name }] : []),
        { label: "Mean" },
      ]}
      title={title ?? "Mean over the images"}
      tools={<ClusterTools state={state} image={methods.length > 1 ? meanImage : undefined} at={0} count={0} />}
      inspector={
        mean &&
        tree && (
          <Inspector label="The tree in numbers" open={sheetOpen} onClose={() => setSheetOpen(false)}>
            <div className={inspectorStyles.stack}>
              <SupportSection
                tree={tree}
                models={mean.models}
                support={mean.support ?? null}
                reason={mean.supportReason ?? null}
                runId={id}
                methodKey={method?.key}
                setting={setting}
              />
              <TreeNumbers
                numbers={mean}
                tree={tree}
                cut={cut}
                pattern={pattern}
                runId={id}
                methodKey={method?.key}
                fileName={`mean-${method?.slug ?? "tree"}.nwk`}
              />
            </div>
          </Inspector>
        )
      }
    >
      {error && !mean ? (
        <Failure error={error} onRetry={() => refetch().catch(() => {})} />
      ) : !run && !frame.loading ? (
        <Empty title="There is no such run" action={<ButtonLink href="/run">All runs</ButtonLink>} />
      ) : (
        <>
          <SettingChoices
            setting={setting}
            onChange={setSetting}
            optimalOrder={optimal}
            onOptimalOrder={(wanted) => write({ order: wanted ? "optimal" : undefined })}
          />
          {mean && tree ? (
            <>
              <header>
                <h1 data-testid="finding">{title}</h1>
                <div className={styles.detail}>
                  {meanDetail(tree, names)}{" "}
                  <button type="button" className={styles.numbers} onClick={() => setSheetOpen(true)}>
                    The tree in numbers
                  </button>
                </div>
              </header>
              <TreeFigure
                clustering={mean}
                tree={tree}
                rootHeight={mean.rootHeight}
                imageId={null}
                view={run?.view ?? "centre"}
                signed={method?.signed ?? false}
                cut={cut}
                onCut={setCut}
              />
            </>
          ) : answer && "message" in answer ? (
            isSameSetting(setting, usualSetting) ? (
              <Empty title="There is no mean tree">{answer.message}</Empty>
            ) : (
              <SettingAbsent state={state} />
            )
          ) : (
            <TreeSkeleton models={run?.models.length} />
          )}
        </>
      )}
    </PageFrame>
  );
}
