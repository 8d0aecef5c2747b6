"use client";

import type { CSSProperties } from "react";
import { ColourBar } from "../charts/colour-bar.tsx";
import type { Direction } from "../charts/heatmap-grid.prepare.ts";
import { ValueHistogram } from "../charts/value-histogram.tsx";
import { Button, ButtonLink } from "../shell/button.tsx";
import { Inspector } from "../shell/inspector.tsx";
import { clusterPath, heatmapValues, originalPhotograph } from "../shell/routes.ts";
import { shortLabel } from "../text/label.ts";
import { FlagNotes } from "./flags.tsx";
import { HeatmapFacts } from "./heatmap-facts.tsx";
import styles from "./heatmap-inspector.module.css";
import { type Look, scaleEnds } from "./look.prepare.ts";
import { Overlay } from "./overlay.tsx";
import type { ShownHeatmap } from "./shown-heatmap.ts";

interface HeatmapInspectorProps {
  shown: ShownHeatmap | null;
  look: Look;
  overlay: number;
  open: boolean;
  onClose: () => void;
  onMove: (direction: Direction) => void;
  onOpen: () => void;
}

export function HeatmapInspector({ shown, look, overlay, open, onClose, onMove, onOpen }: HeatmapInspectorProps) {
  return (
    <Inspector label="Selected map" open={open} onClose={onClose}>
      {shown && (
        <div className={styles.stack} style={{ "--overlay": overlay } as CSSProperties}>
          <header className={styles.head}>
            <h2>{shown.model.name}</h2>
            <MoveKeys onMove={onMove} />
            <p>
              on {shown.row.title} · {shown.method.name}
              {shown.cell.heatmap?.explained && (
                <>
                  {" of "}
                  <b>{shortLabel(shown.cell.heatmap.explained.class.label)}</b>
                </>
              )}
            </p>
          </header>
          <button
            type="button"
            className={styles.picture}
            onClick={onOpen}
            aria-label="Open the map"
            data-testid="open-map"
          >
            <Overlay
              imageId={shown.row.image.id}
              heatmapId={shown.cell.prepared.state === "map" ? shown.cell.heatmap!.id : null}
              view={shown.run.view}
              rect={shown.cell.heatmap?.rect ?? null}
              look={look}
              size={448}
              alt={shown.cell.prepared.description}
              eager
            />
          </button>
          <HeatmapState shown={shown} />
          {shown.cell.prepared.state === "map" && (
            <>
              <div className={styles.scale}>
                <ColourBar name={look.colormap} ends={scaleEnds(shown.method.signed)} />
                <div className={styles.histogram}>
                  <ValueHistogram
                    heatmapId={shown.cell.heatmap!.id}
                    normalisation={look.normalisation}
                    signed={shown.method.signed}
                  />
                </div>
              </div>
              <HeatmapFacts shown={shown} />
              <HeatmapLinks shown={shown} onOpen={onOpen} />
            </>
          )}
        </div>
      )}
    </Inspector>
  );
}

function MoveKeys({ onMove }: { onMove: (direction: Direction) => void }) {
  const keys: readonly (readonly [Direction, string])[] = [
    ["up", "↑"],
    ["down", "↓"],
    ["left", "←"],
    ["right", "→"],
  ];
  return (
    <div className={styles.keys}>
      {keys.map(([direction, sign]) => (
        <button
          key={direction}
          type="button"
          aria-label={`Select the map ${direction}`}
          onClick={() => onMove(direction)}
        >
          {sign}
        </button>
      ))}
    </div>
  );
}

function HeatmapState({ shown: { cell } }: { shown: ShownHeatmap }) {
  if (cell.prepared.state === "failed")
    return <p className={styles.failed}>{cell.heatmap?.error ?? "This map failed."}</p>;
  if (cell.prepared.state === "waiting") return <p className={styles.note}>Not computed yet.</p>;
  return <FlagNotes cautions={cell.prepared.cautions} />;
}

function HeatmapLinks({ shown, onOpen }: { shown: ShownHeatmap; onOpen: () => void }) {
  const { heatmap } = shown.cell;
  const { image } = shown.row;
  return (
    <div className={styles.links}>
      <Button onClick={onOpen}>Open</Button>
      <ButtonLink href={clusterPath(shown.run.id, { image: image.id, method: shown.method.key })}>Cluster</ButtonLink>
      <a href={heatmapValues(heatmap!.id)} download data-testid="npy-link">
        .npy
      </a>
      <a href={originalPhotograph(image.id)} target="_blank" rel="noreferrer">
        photograph
      </a>
    </div>
  );
}
