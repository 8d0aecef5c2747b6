"use client";

import { type CSSProperties, useEffect, useMemo, useState } from "react";
import { isFinished } from "../run/run-frame.ts";
import { ButtonLink } from "../shell/button.tsx";
import { PageFrame } from "../shell/page-frame.tsx";
import { runIdOf, runPath } from "../shell/routes.ts";
import { Empty, Failure } from "../shell/states.tsx";
import { useUrlState } from "../shell/url-state.ts";
import { FlaggedLine } from "./flagged-line.tsx";
import styles from "./grid-page.module.css";
import { GridTools } from "./grid-tools.tsx";
import { HeatmapDialog } from "./heatmap-dialog.tsx";
import { HeatmapGrid } from "./heatmap-grid.tsx";
import { HeatmapInspector } from "./heatmap-inspector.tsx";
import { type Look, readLook } from "./look.prepare.ts";
import { MoreRows } from "./more-rows.tsx";
import { useGridSelection } from "./use-grid-selection.ts";
import { type RunGrid, useRunGrid } from "./use-run-grid.ts";

export function GridPage({ runUuid }: { runUuid: string }) {
  const id = runIdOf(runUuid);
  const url = useUrlState();
  const { read, write } = url;
  const grid = useRunGrid(id, read("method"), read("flagged") !== undefined);
  const { run, method, rows } = grid;
  const signed = method?.signed ?? false;
  const look = useMemo(() => readLook(read, signed), [read, signed]);
  const [overlay, setOverlay] = useState(look.overlay);
  useEffect(() => setOverlay(look.overlay), [look.overlay]);
  const selected = useGridSelection(grid, url);
  const { shown, move, sheetOpen, opened, setSheetOpen, setOpened } = selected;

  return (
    <PageFrame
      crumbs={[{ label: "Runs", href: "/run" }, { label: run?.name ?? "Run", href: runPath(id) }, { label: "Grid" }]}
      title={run ? `${method?.name ?? "Grid"} · ${run.name}` : "Grid"}
      tools={<GridTools id={id} grid={grid} shown={shown} look={look} onOverlayMove={setOverlay} onChange={write} />}
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
        <GridBody grid={grid} look={look} selected={selected} />
      </div>
      {opened && shown && (
        <HeatmapDialog shown={shown} look={look} overlay={overlay} onMove={move} onClose={() => setOpened(false)} />
      )}
    </PageFrame>
  );
}

interface GridBodyProps {
  grid: RunGrid;
  look: Look;
  selected: ReturnType<typeof useGridSelection>;
}

function GridBody({ grid, look, selected }: GridBodyProps) {
  const { run, method, rows, progress, error } = grid;
  if (error && rows.length === 0) {
    return (
      <div className={styles.state}>
        <Failure error={error} onRetry={grid.retry} />
      </div>
    );
  }
  if (grid.missing) {
    return (
      <div className={styles.state}>
        <Empty title="There is no such run" action={<ButtonLink href="/run">All runs</ButtonLink>} />
      </div>
    );
  }
  return (
    <>
      <h1 className="visually-hidden">
        {method?.name} maps of {run?.name}
      </h1>
      {progress && !isFinished(progress.status) && (
        <p className={styles.running} role="status">
          {progress.progress.done} of {progress.progress.planned} maps so far; the rest appear as they are computed.
        </p>
      )}
      <FlaggedLine grid={grid} />
      <HeatmapGrid
        rows={rows}
        models={grid.models}
        imageCount={run?.imageCount ?? 0}
        view={run?.view ?? "centre"}
        onLayerGrid={method?.grid === "layer"}
        look={look}
        selection={selected.selection}
        loading={grid.loading}
        onSelect={selected.pick}
        onOpen={selected.open}
      />
      {grid.endCursor && <MoreRows key={grid.endCursor} onSight={grid.loadMore} />}
    </>
  );
}
