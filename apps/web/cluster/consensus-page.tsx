"use client";

import { useQuery } from "@apollo/client/react";
import { useCallback, useMemo, useState } from "react";
import { useThrottledRefresh } from "../run/run-frame.ts";
import { Button, ButtonLink } from "../shell/button.tsx";
import { Inspector } from "../shell/inspector.tsx";
import { useKeys } from "../shell/keys.tsx";
import { PageFrame } from "../shell/page-frame.tsx";
import { runPath, uuidOf, withQuery } from "../shell/routes.ts";
import { Empty, Failure } from "../shell/states.tsx";
import { CladeImages } from "./clade-images.tsx";
import { CladeSection } from "./clade-section.tsx";
import styles from "./cluster-page.module.css";
import { ClusteringQuery } from "./cluster-query.ts";
import { ClusterTools } from "./cluster-tools.tsx";
import {
  type CountedClade,
  chosenClade,
  cladeAddress,
  consensusDetail,
  consensusFinding,
  inOrderOf,
  placedClades,
  splitByClade,
} from "./consensus.prepare.ts";
import { ConsensusFigure } from "./consensus-figure.tsx";
import { stateOf } from "./setting.prepare.ts";
import { SettingChoices } from "./setting-choices.tsx";
import { TreeSkeleton } from "./tree-skeleton.tsx";
import { TreesAbsent } from "./trees-absent.tsx";
import type { ClusterState } from "./use-cluster-state.ts";
import { useConsensus } from "./use-consensus.ts";
import { useScrub } from "./use-scrub.ts";
import { useTrees } from "./use-trees.ts";

/** The majority-rule tree over a run's images, in the place of one image's; its clusters are scrubbed through. */
export function ConsensusPage({ state }: { state: ClusterState }) {
  const { id, frame, method, setting, settings, write, read, setSetting, askedSetting, progress } = state;
  const { run } = frame;
  const { group, error, refetch } = useConsensus(state);
  const { trees, complete, loading, refetch: refetchTrees, more } = useTrees(id, method, setting, run?.imageCount ?? 0);
  const refresh = useCallback(() => {
    refetch();
    refetchTrees();
  }, [refetch, refetchTrees]);
  useThrottledRefresh(progress?.doneTrees, refresh);
  useThrottledRefresh(stateOf(settings.states, setting)?.doneTrees, refresh);

  const models = run?.models ?? [];
  const names = models.map(({ name }) => name);
  const clades = useMemo(() => placedClades(group?.clades ?? [], run?.models ?? []), [group, run]);
  const clade = chosenClade(clades, read("clade"));
  const { holding, others } = useMemo(() => splitByClade(trees, clade), [trees, clade]);
  const { at, shown, move } = useScrub(holding.length > 0 ? holding : trees, read("image"), write);
  const detail = useQuery(ClusteringQuery, { variables: { id: shown?.clusteringId ?? "" }, skip: !shown });
  // While the next image's maps come, those of the image before would be another's.
  const heatmaps = detail.data?.clustering?.id === shown?.clusteringId ? detail.data?.clustering?.heatmaps : undefined;
  const [sheetOpen, setSheetOpen] = useState(false);
  useKeys(
    useMemo(
      () => [
        { key: "ArrowLeft", label: "the image before", run: () => move(at - 1) },
        { key: "ArrowRight", label: "the image after", run: () => move(at + 1) },
        { key: "Escape", label: "close", run: () => setSheetOpen(false) },
      ],
      [move, at],
    ),
  );

  const hrefOf = (changes: { clade?: string; image?: string }) =>
    withQuery(`${runPath(id)}/cluster`, {
      show: "consensus",
      method: method?.key,
      setting: askedSetting,
      clade: clade ? cladeAddress(clade) : undefined,
      image: read("image"),
      ...changes,
    });
  const hrefOfClade = (to: Pick<CountedClade, "leaves">) => hrefOf({ clade: cladeAddress(to) });
  const title = group ? consensusFinding(clade, names, group.n) : "Consensus";
  return (
    <PageFrame
      crumbs={[
        { label: "Runs", href: "/run" },
        { label: run?.name ?? "Run", href: runPath(id) },
        ...(method ? [{ label: method.name }] : []),
        { label: "Consensus" },
      ]}
      title={title}
      tools={
        <ClusterTools state={state} image={undefined} at={at} count={holding.length} onStep={(by) => move(at + by)} />
      }
      inspector={
        group &&
        run && (
          <Inspector label="What most trees share" open={sheetOpen} onClose={() => setSheetOpen(false)}>
            <CladeSection
              models={models}
              n={group.n}
              clades={clades}
              clade={clade}
              newick={group.newick}
              fileName={`consensus-${method?.slug ?? "tree"}.nwk`}
              runId={id}
              methodKey={method?.key}
              setting={askedSetting}
              hrefOf={hrefOfClade}
            />
          </Inspector>
        )
      }
    >
      {error && !group ? (
        <Failure error={error} onRetry={refresh} />
      ) : !run && !frame.loading ? (
        <Empty title="There is no such run" action={<ButtonLink href="/run">All runs</ButtonLink>} />
      ) : (
        <>
          <SettingChoices setting={setting} onChange={setSetting} />
          {run && method && !loading && trees.length === 0 ? (
            <TreesAbsent state={state} />
          ) : group && run && !loading ? (
            <>
              <header>
                <h1 data-testid="finding">{title}</h1>
                <div className={styles.detail}>
                  {consensusDetail(clade)}{" "}
                  <button type="button" className={styles.numbers} onClick={() => setSheetOpen(true)}>
                    The clusters in numbers
                  </button>
                </div>
              </header>
              <ConsensusFigure
                models={models}
                clades={clades}
                clade={clade}
                similarities={inOrderOf(models, group)}
                setting={setting}
                image={shown && heatmaps ? { id: shown.imageId, heatmaps } : null}
                view={run.view}
                signed={method?.signed ?? false}
                hrefOf={hrefOfClade}
              />
              <CladeImages
                clade={clade}
                holding={holding}
                others={others}
                shown={shown}
                at={at}
                onMove={move}
                view={run.view}
                hrefOf={(image) => hrefOf({ image: uuidOf(image) })}
                complete={complete}
              />
              {more && (
                <Button className={styles.more ?? ""} onClick={more}>
                  Show more images
                </Button>
              )}
            </>
          ) : (
            <TreeSkeleton models={run?.models.length} />
          )}
        </>
      )}
    </PageFrame>
  );
}
