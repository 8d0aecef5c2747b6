"use client";

import { useQuery } from "@apollo/client/react";
import { usePathname, useRouter } from "next/navigation";
import { useCallback, useEffect, useMemo } from "react";
import { readFragment } from "../gql";
import type { TourQuery as TourData, TourRowsQuery as TourRowsData } from "../gql/graphql";
import { isFinished, RunProgressFragment, useRunProgress, useThrottledRefresh } from "../run/run-frame.ts";
import { shortLabel } from "../text/label.ts";
import type { TourRun } from "./cast.prepare.ts";
import type { Need, TourRow } from "./stop.ts";
import { isOnStage, prepareStop, stopAddress } from "./stops.prepare.ts";
import { TourQuery, TourRowsQuery } from "./tour-query.ts";
import { useApart } from "./use-apart.ts";

type DemoRun = NonNullable<TourData["demo"]>["runs"][number];

const noRuns: readonly DemoRun[] = [];
const nothing: readonly string[] = [];

/** A stop of the tour: its scene, what the computed maps show, and the run it waits for while they are not there. */
export function useTour(number: number) {
  const { data, error, refetch } = useQuery(TourQuery);
  const runs = data?.demo?.runs ?? noRuns;
  const stop = useMemo(() => prepareStop(number, runs.map(toTourRun)), [number, runs]);
  const { scene } = stop;
  useStage(number, scene);

  const needs = scene?.needs ?? [];
  const [firstRows, askFirst] = useRows(needs[0]);
  const [secondRows, askSecond] = useRows(needs[1]);
  const [thirdRows, askThird] = useRows(needs[2]);
  const rows = [firstRows, secondRows, thirdRows].slice(0, needs.length);
  const apart = useApart(scene?.compare?.(rows) ?? nothing);
  const finding = scene?.finding({ rows, apart }) ?? null;

  const needed = runs.filter(({ id }) => needs.some(({ run }) => run.id === id));
  const progress = needed.map((run) => ({ name: run.name, ...readFragment(RunProgressFragment, run) }));
  useRunProgress(progress[0]?.id ?? "", progress[0]?.status);
  useRunProgress(progress[1]?.id ?? "", progress[1]?.status);
  const refresh = useCallback(() => {
    askFirst();
    askSecond();
    askThird();
  }, [askFirst, askSecond, askThird]);
  // While it waits, each step may be the one; afterwards only the end says more.
  const steps = progress.reduce((sum, { progress: { done, failed, doneTrees } }) => sum + done + failed + doneTrees, 0);
  const ended = progress.filter(({ status }) => isFinished(status)).length;
  useThrottledRefresh(scene ? (finding === null ? steps + ended : -1 - ended) : undefined, refresh);

  return {
    stop,
    /** "none": Heatlas brings no demo atlas; null: not known yet. */
    state: data ? (data.demo?.state ?? "none") : null,
    error: error && !data ? error : null,
    retry: () => {
      refetch().catch(() => {});
    },
    finding,
    /** The runs that may still make what the stop needs, the unfinished first. */
    progress: [...progress].sort((a, b) => Number(isFinished(a.status)) - Number(isFinished(b.status))),
  };
}

/** Leads to the stop's own page from any other; there the reader may choose other maps. */
function useStage(number: number, scene: ReturnType<typeof prepareStop>["scene"]) {
  const router = useRouter();
  const pathname = usePathname();
  const away = scene !== null && !isOnStage(scene, pathname) ? stopAddress(number, scene) : null;
  useEffect(() => {
    if (away) router.replace(away);
  }, [away, router]);
}

function toTourRun({ id, name, models, methods, tour }: DemoRun): TourRun {
  return {
    id,
    name,
    models,
    methods: methods.map(({ method, parameters }) => ({ ...method, parameters })),
    images: tour.edges.map(({ node }) => node.image),
  };
}

function useRows(need: Need | undefined) {
  const { data, refetch } = useQuery(TourRowsQuery, {
    variables: { run: need?.run.id ?? "", method: need?.method ?? "" },
    skip: !need,
  });
  const again = useCallback(() => {
    if (need) refetch().catch(() => {});
  }, [need, refetch]);
  const rows = useMemo(() => (data?.run?.tourRows.edges ?? []).map(({ node }) => toTourRow(node)), [data]);
  return [rows, again] as const;
}

type RowData = NonNullable<TourRowsData["run"]>["tourRows"]["edges"][number]["node"];

function toTourRow({ image, heatmaps, clustering }: RowData): TourRow {
  return {
    imageId: image.id,
    maps: heatmaps
      .filter(({ status }) => status === "done")
      .map(({ id, model, predicted, correct }) => ({
        heatmapId: id,
        modelId: model.id,
        says: predicted ? shortLabel(predicted.class.label) : null,
        probability: predicted?.probability ?? null,
        correct: correct ?? null,
      })),
    tree: clustering && {
      names: clustering.models.map(({ name }) => name),
      similarities: clustering.similarities.map((line) => line.map((score) => score ?? null)),
      lastJoiner: clustering.lastJoiner?.name ?? null,
    },
  };
}
