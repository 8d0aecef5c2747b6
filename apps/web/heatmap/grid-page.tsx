"use client";

import { useQuery } from "@apollo/client/react";
import { type CSSProperties, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type Direction, moveSelection, type Selection } from "../charts/heatmap-grid.prepare.ts";
import { readFragment } from "../gql";
import { isFinished, RunProgressFragment, useRunFrame, useRunProgress, useThrottledRefresh } from "../run/run-frame.ts";
import { ButtonLink } from "../shell/button.tsx";
import { useKeys } from "../shell/keys.tsx";
import { PageFrame } from "../shell/page-frame.tsx";
import { clusterPath, runIdOf, runPath, uuidOf } from "../shell/routes.ts";
import { Empty, Failure, Skeleton } from "../shell/states.tsx";
import { Tabs } from "../shell/tabs.tsx";
import { useUrlState } from "../shell/url-state.ts";
import { shortMethod } from "../text/label.ts";
import styles from "./grid-page.module.css";
import { GridQuery } from "./grid-query.ts";
import { gridRows } from "./grid-rows.ts";
import { HeatmapDialog } from "./heatmap-dialog.tsx";
import { HeatmapGrid } from "./heatmap-grid.tsx";
import { HeatmapInspector } from "./heatmap-inspector.tsx";
import { readLook } from "./look.prepare.ts";
import { LookControls } from "./look-controls.tsx";

const pageSize = 40;

export function GridPage({ runUuid }: { runUuid: string }) {
  const id = runIdOf(runUuid);
  const { read, write } = useUrlState();
  const { run, error: frameError, refetch: refetchFrame, loading: frameLoading } = useRunFrame(id);
  const progress = readFragment(RunProgressFragment, run);
  useRunProgress(id, progress?.status);

  const methods = run?.methods.map(({ method }) => method) ?? [];
  const method =
    methods.find(({ slug }) => slug === read("method")) ??
    methods.find(({ slug }) => slug === "grad-cam") ??
    methods[0];
  const signed = method?.signed ?? false;
  const look = useMemo(() => readLook(read, signed), [read, signed]);
  const [overlay, setOverlay] = useState(look.overlay);
  useEffect(() => setOverlay(look.overlay), [look.overlay]);

  const grid = useQuery(GridQuery, {
    variables: { id, method: method?.slug ?? "", first: pageSize },
    skip: !method,
  });
  const connection = grid.data?.run?.images;
  const models = run?.models ?? [];
  const rows = useMemo(
    () => gridRows(connection?.edges.map(({ node }) => node) ?? [], run?.models ?? [], method?.name ?? ""),
    [connection, run?.models, method?.name],
  );

  const { refetch, fetchMore } = grid;
  const refresh = useCallback(() => {
    refetch({ first: Math.max(pageSize, rows.length) }).catch(() => {});
  }, [refetch, rows.length]);
  const settled = progress
    ? progress.progress.done + progress.progress.failed + progress.progress.doneTrees
    : undefined;
  useThrottledRefresh(settled, refresh);

  const selection = useSelection(rows, models, read);
  const select = useCallback(
    ({ row, column }: Selection) => {
      const image = rows[row]?.image;
      const model = models[column];
      if (image && model) write({ image: uuidOf(image.id), model: uuidOf(model.id) });
    },
    [rows, models, write],
  );
  const [sheetOpen, setSheetOpen] = useState(false);
  const [opened, setOpened] = useState(false);
  const pick = useCallback(
    (to: Selection) => {
      select(to);
      setSheetOpen(true);
    },
    [select],
  );
  const open = useCallback(
    (at: Selection) => {
      select(at);
      setOpened(true);
    },
    [select],
  );
  const move = useCallback(
    (direction: Direction) => {
      if (selection) select(moveSelection(selection, direction, { rows: rows.length, columns: models.length }));
    },
    [selection, select, rows.length, models.length],
  );
  const step = useCallback(
    (by: number) => {
      const at = methods.findIndex(({ slug }) => slug === method?.slug);
      const next = methods[at + by];
      if (next) write({ method: next.slug });
    },
    [methods, method, write],
  );

  useKeys(
    useMemo(
      () => [
        { key: "ArrowUp", label: "the image above", run: () => move("up") },
        { key: "ArrowDown", label: "the image below", run: () => move("down") },
        { key: "ArrowLeft", label: "the model to the left", run: () => move("left") },
        { key: "ArrowRight", label: "the model to the right", run: () => move("right") },
        { key: "Enter", label: "open the map", run: () => setOpened(true) },
        { key: "Escape", label: "close", run: () => setSheetOpen(false) },
        { key: "[", label: "the method before", run: () => step(-1) },
        { key: "]", label: "the method after", run: () => step(1) },
      ],
      [move, step],
    ),
  );

  const endCursor = connection?.pageInfo.hasNextPage ? connection.pageInfo.endCursor : null;
  const loadMore = useCallback(() => {
    if (endCursor) fetchMore({ variables: { after: endCursor } }).catch(() => {});
  }, [endCursor, fetchMore]);

  const error = frameError ?? grid.error;
  const row = selection ? rows[selection.row] : undefined;
  const cell = selection && row ? row.cells[selection.column] : undefined;
  const model = selection ? models[selection.column] : undefined;
  const shown = row && cell && model && method && run ? { row, cell, model, method, run } : null;

  return (
    <PageFrame
      crumbs={[{ label: "Runs", href: "/run" }, { label: run?.name ?? "Run", href: runPath(id) }, { label: "Grid" }]}
      title={run ? `${method?.name ?? "Grid"} · ${run.name}` : "Grid"}
      tools={
        <>
          {method ? (
            <Tabs
              label="Method"
              testId="method-tabs"
              value={method.slug}
              options={methods.map(({ slug, name }) => [slug, shortMethod(name)] as const)}
              onChange={(slug) => write({ method: slug })}
            />
          ) : (
            <Skeleton width={180} height={28} />
          )}
          {run && method && (
            <ButtonLink
              kind="quiet"
              href={clusterPath(id, { method: method.slug, ...(row && { image: row.image.id }) })}
            >
              Clusters →
            </ButtonLink>
          )}
          <LookControls look={look} signed={signed} onOverlayMove={setOverlay} onChange={write} />
        </>
      }
      inspector={
        rows.length > 0 && (
          <HeatmapInspector
            shown={shown}
            look={look}
            overlay={overlay}
            open={sheetOpen}
            onClose={() => setSheetOpen(false)}
            onMove={move}
            onOpen={() => setOpened(true)}
          />
        )
      }
    >
      <div className={styles.bleed} style={{ "--overlay": overlay } as CSSProperties}>
        <h1 className="visually-hidden">
          {method?.name} maps of {run?.name}
        </h1>
        {error && rows.length === 0 ? (
          <div className={styles.state}>
            <Failure
              error={error}
              onRetry={() => {
                refetchFrame().catch(() => {});
                if (method) refetch().catch(() => {});
              }}
            />
          </div>
        ) : !run && !frameLoading ? (
          <div className={styles.state}>
            <Empty title="There is no such run" action={<ButtonLink href="/run">All runs</ButtonLink>} />
          </div>
        ) : (
          <>
            {progress && !isFinished(progress.status) && (
              <p className={styles.running} role="status">
                {progress.progress.done} of {progress.progress.planned} maps so far; the rest appear as they are
                computed.
              </p>
            )}
            <HeatmapGrid
              rows={rows}
              models={models}
              imageCount={run?.imageCount ?? 0}
              view={run?.view ?? "centre"}
              onLayerGrid={method?.grid === "layer"}
              look={look}
              selection={selection}
              loading={frameLoading || (grid.loading && rows.length === 0)}
              onSelect={pick}
              onOpen={open}
            />
            {endCursor && <MoreRows key={endCursor} onSight={loadMore} />}
          </>
        )}
      </div>
      {opened && shown && (
        <HeatmapDialog shown={shown} look={look} overlay={overlay} onMove={move} onClose={() => setOpened(false)} />
      )}
    </PageFrame>
  );
}

/** The selected cell, from the address: an image and a model. The first cell until something is chosen. */
function useSelection(
  rows: readonly { image: { id: string } }[],
  models: readonly { id: string }[],
  read: (name: string) => string | undefined,
): Selection | null {
  const image = read("image");
  const model = read("model");
  return useMemo(() => {
    if (rows.length === 0 || models.length === 0) return null;
    const row = rows.findIndex((candidate) => uuidOf(candidate.image.id) === image);
    const column = models.findIndex((candidate) => uuidOf(candidate.id) === model);
    return { row: Math.max(0, row), column: Math.max(0, column) };
  }, [rows, models, image, model]);
}

/** Asks for the next page shortly before its place comes into sight. */
function MoreRows({ onSight }: { onSight: () => void }) {
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!mark.current) return;
    // On narrow screens the page scrolls, not the grid's box.
    const box = mark.current.parentElement;
    const root = box && getComputedStyle(box).overflowY === "auto" ? box : null;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onSight(), {
      root,
      rootMargin: "800px",
    });
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, [onSight]);
  return (
    <div ref={mark} className={styles.more}>
      <Skeleton width={120} height={12} />
    </div>
  );
}
