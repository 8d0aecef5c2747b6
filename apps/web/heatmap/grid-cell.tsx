"use client";

import { useEffect, useRef } from "react";
import { FamilyDot } from "../model/family-dot.tsx";
import { FlagMark } from "./flags.tsx";
import type { GridCell, GridModel } from "./grid-rows.ts";
import styles from "./heatmap-grid.module.css";
import type { Look } from "./look.prepare.ts";
import { Overlay } from "./overlay.tsx";

interface GridCellProps {
  cell: GridCell;
  imageId: string;
  model: GridModel;
  view: string;
  look: Pick<Look, "colormap" | "normalisation">;
  selected: boolean;
  onSelect: () => void;
  onOpen: () => void;
}

/** One map with what the model said; chosen by a click, opened by Enter or a second click. */
export function GridCellButton({ cell, imageId, model, view, look, selected, onSelect, onOpen }: GridCellProps) {
  const { heatmap, prepared } = cell;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!selected) return;
    button.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (document.activeElement?.closest("[role=grid]")) button.current?.focus({ preventScroll: true });
  }, [selected]);
  return (
    <td className={styles.place}>
      <button
        ref={button}
        type="button"
        className={styles.cell}
        aria-current={selected || undefined}
        aria-label={prepared.description}
        tabIndex={selected ? 0 : -1}
        data-state={prepared.state}
        data-testid="grid-cell"
        onClick={onSelect}
        onDoubleClick={onOpen}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          onOpen();
        }}
      >
        <Overlay
          imageId={imageId}
          heatmapId={prepared.state === "map" ? heatmap!.id : null}
          view={view}
          rect={heatmap?.rect ?? null}
          look={look}
          size={224}
          alt=""
        />
        <span className={styles.narrowName}>
          <FamilyDot family={model.family} />
          <span>{model.name}</span>
        </span>
        <span className={styles.caption} data-verdict={prepared.verdict} title={heatmap?.predicted?.class.label}>
          {prepared.state === "map" ? (
            <>
              {prepared.sign && <span className={styles.sign}>{prepared.sign}</span>}
              <span className={styles.label}>{prepared.label}</span>
              {prepared.cautions.length > 0 && (
                <span className={styles.flag} data-testid="flag">
                  <FlagMark title={prepared.cautions.join(" ")} />
                </span>
              )}
              <span className={styles.probability} data-figures>
                {prepared.probability}
              </span>
            </>
          ) : (
            <span className={styles.label}>{prepared.state === "failed" ? "failed" : "waiting"}</span>
          )}
        </span>
      </button>
    </td>
  );
}
