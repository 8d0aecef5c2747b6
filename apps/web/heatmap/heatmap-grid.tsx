"use client";

import { type CSSProperties, memo } from "react";
import { agreementText, type Selection } from "../charts/heatmap-grid.prepare.ts";
import { FamilyDot } from "../model/family-dot.tsx";
import { photograph } from "../shell/routes.ts";
import { Skeleton } from "../shell/states.tsx";
import { GridCellButton } from "./grid-cell.tsx";
import type { GridModel, GridRow } from "./grid-rows.ts";
import styles from "./heatmap-grid.module.css";
import type { Look } from "./look.prepare.ts";

interface HeatmapGridProps {
  rows: readonly GridRow[];
  models: readonly GridModel[];
  imageCount: number;
  view: string;
  /** Whether the method's maps lie on the target layer's grid rather than the input's. */
  onLayerGrid: boolean;
  look: Look;
  selection: Selection | null;
  loading: boolean;
  onSelect: (selection: Selection) => void;
  onOpen: (selection: Selection) => void;
}

export function HeatmapGrid(props: HeatmapGridProps) {
  const { rows, models, imageCount, loading } = props;
  return (
    <table
      className={styles.grid}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrows walk its cells, which makes it a grid.
      role="grid"
      aria-label="Heat maps, an image a row and a model a column"
      aria-rowcount={imageCount + 1}
      aria-colcount={models.length + 1}
      style={{ "--models": models.length || usualModels } as CSSProperties}
      data-few={models.length <= usualModels || undefined}
      data-testid="heatmap-grid"
    >
      <thead>
        <tr className={styles.head} aria-rowindex={1}>
          <th scope="col" className={styles.corner}>
            {loading ? <Skeleton width={96} height={12} /> : cornerText(rows.length, imageCount, models.length)}
          </th>
          {models.map((model) => (
            <ModelHead key={model.id} model={model} onLayerGrid={props.onLayerGrid} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <Row
            key={row.image.id}
            row={row}
            index={index}
            models={models}
            view={props.view}
            colormap={props.look.colormap}
            normalisation={props.look.normalisation}
            selected={props.selection?.row === index ? props.selection.column : null}
            onSelect={props.onSelect}
            onOpen={props.onOpen}
          />
        ))}
        {loading &&
          rows.length === 0 &&
          [0, 1, 2, 3, 4].map((row) => <SkeletonRow key={row} columns={models.length || usualModels} />)}
      </tbody>
    </table>
  );
}

/** Columns of the skeleton while the run is not known. */
const usualModels = 4;

const cornerText = (shown: number, all: number, models: number) =>
  `${shown < all ? `${shown} of ${all.toLocaleString("en")}` : all.toLocaleString("en")} ${all === 1 ? "image" : "images"} · ${models} ${models === 1 ? "model" : "models"}`;

function ModelHead({ model, onLayerGrid }: { model: GridModel; onLayerGrid: boolean }) {
  const width = onLayerGrid ? model.targetGridWidth : model.inputWidth;
  const height = onLayerGrid ? model.targetGridHeight : model.inputHeight;
  return (
    <th scope="col" className={styles.model} title={model.name}>
      <span className={styles.modelName}>
        <FamilyDot family={model.family} />
        <span>{model.name}</span>
      </span>
      <span className={styles.modelFacts}>
        {model.family}
        {width && height ? ` · ${width}×${height}` : ""}
      </span>
    </th>
  );
}

interface RowProps {
  row: GridRow;
  index: number;
  models: readonly GridModel[];
  view: string;
  colormap: Look["colormap"];
  normalisation: Look["normalisation"];
  /** The selected column, if the selection is in this row. */
  selected: number | null;
  onSelect: (selection: Selection) => void;
  onOpen: (selection: Selection) => void;
}

const Row = memo(function Row({
  row,
  index,
  models,
  view,
  colormap,
  normalisation,
  selected,
  onSelect,
  onOpen,
}: RowProps) {
  const agreement = agreementText(row.cells.map(({ prepared }) => prepared.verdict));
  return (
    <tr className={styles.row} aria-rowindex={index + 2} data-testid="grid-row">
      <th scope="row" className={styles.image}>
        <img
          src={photograph(row.image.id, view === "centre" ? "centre" : "whole", 144)}
          alt=""
          loading="lazy"
          decoding="async"
          width="72"
          height="72"
        />
        <div>
          <p className={styles.title}>{row.title}</p>
          {agreement && <p>{agreement}</p>}
          {row.lastJoiner && <p>{row.lastJoiner} joins last</p>}
        </div>
      </th>
      {row.cells.map((cell, column) => (
        <GridCellButton
          key={models[column]!.id}
          cell={cell}
          imageId={row.image.id}
          model={models[column]!}
          view={view}
          look={{ colormap, normalisation }}
          selected={selected === column}
          onSelect={() => onSelect({ row: index, column })}
          onOpen={() => onOpen({ row: index, column })}
        />
      ))}
    </tr>
  );
});

function SkeletonRow({ columns }: { columns: number }) {
  return (
    <tr className={styles.row}>
      <th className={styles.image}>
        <Skeleton width={64} height={64} />
      </th>
      {Array.from({ length: columns }, (_, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing else to tell them apart.
        <td key={column} className={styles.place}>
          <Skeleton className={styles.skeletonPicture ?? ""} />
          <span className={styles.caption}>
            <Skeleton width="60%" height={16} />
          </span>
        </td>
      ))}
    </tr>
  );
}
