"use client";

import { type CSSProperties, useEffect, useRef } from "react";
import { ColourBar } from "../charts/colour-bar.tsx";
import type { Direction } from "../charts/heatmap-grid.prepare.ts";
import { Button } from "../shell/button.tsx";
import { photograph } from "../shell/routes.ts";
import { FlagNotes } from "./flags.tsx";
import styles from "./heatmap-dialog.module.css";
import { HeatmapFacts } from "./heatmap-facts.tsx";
import { type Look, scaleEnds } from "./look.prepare.ts";
import { Overlay } from "./overlay.tsx";
import type { ShownHeatmap } from "./shown-heatmap.ts";

interface HeatmapDialogProps {
  shown: ShownHeatmap;
  look: Look;
  overlay: number;
  onMove: (direction: Direction) => void;
  onClose: () => void;
}

const directions: Record<string, Direction> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
};

/** The inspector's size: what it has loaded already shows at once. */
const mapSize = 448;

/** One map as large as the window allows: the photograph, the map over it, and the map alone. */
export function HeatmapDialog({ shown, look, overlay, onMove, onClose }: HeatmapDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const { row, cell, model, method, run } = shown;
  const heatmapId = cell.prepared.state === "map" ? cell.heatmap!.id : null;
  const shared = {
    imageId: row.image.id,
    view: run.view,
    rect: cell.heatmap?.rect ?? null,
    look,
    size: mapSize,
    eager: true,
  };
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby="map-title"
      data-testid="map-dialog"
      onClose={onClose}
      onKeyDown={(event) => {
        const direction = directions[event.key];
        if (!direction) return;
        event.preventDefault();
        onMove(direction);
      }}
    >
      <header className={styles.head}>
        <div>
          <h2 id="map-title">
            {model.name} on {row.title}
          </h2>
          <p>
            {method.name}
            {cell.prepared.label && ` · says ${cell.prepared.label} ${cell.prepared.probability}`}
          </p>
        </div>
        <Button onClick={() => dialog.current?.close()}>
          Close <kbd>Esc</kbd>
        </Button>
      </header>
      <div className={styles.pictures}>
        <figure>
          <img
            className={styles.photo}
            src={photograph(row.image.id, run.view === "centre" ? "centre" : "whole", mapSize)}
            alt={row.title}
          />
          <figcaption>photograph, as the models saw it</figcaption>
        </figure>
        <figure style={{ "--overlay": overlay } as CSSProperties}>
          <Overlay {...shared} heatmapId={heatmapId} alt={cell.prepared.description} />
          <figcaption>overlay {Math.round(overlay * 100)} %</figcaption>
        </figure>
        {heatmapId && (
          <figure style={{ "--overlay": 1 } as CSSProperties}>
            <Overlay {...shared} heatmapId={heatmapId} alt="The map alone" />
            <figcaption>
              <ColourBar name={look.colormap} ends={scaleEnds(shown.method.signed)} />
            </figcaption>
          </figure>
        )}
      </div>
      <div className={styles.facts}>
        <FlagNotes cautions={cell.prepared.cautions} />
        <HeatmapFacts shown={shown} />
      </div>
    </dialog>
  );
}
