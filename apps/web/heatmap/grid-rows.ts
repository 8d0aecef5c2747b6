import { type Cell, prepareCell } from "../charts/heatmap-grid.prepare.ts";
import { type FragmentType, readFragment } from "../gql";
import type { GridHeatmapFragment as Heatmap, GridImageFragment as Image } from "../gql/graphql";
import { shortLabel, stem } from "../text/label.ts";
import { GridHeatmapFragment, GridImageFragment } from "./grid-query.ts";

export interface GridModel {
  id: string;
  name: string;
  family: string;
  inputWidth: number;
  inputHeight: number;
  targetGridWidth: number | null;
  targetGridHeight: number | null;
}

export interface GridCell {
  heatmap: Heatmap | null;
  prepared: Cell;
}

export interface GridRow {
  image: Image;
  /** The true class where it is known, else the file's name. */
  title: string;
  truth: string | null;
  cells: GridCell[];
  lastJoiner: string | null;
}

interface RowData {
  image: FragmentType<typeof GridImageFragment>;
  heatmaps: readonly FragmentType<typeof GridHeatmapFragment>[];
  clustering: { lastJoiner: { name: string } | null } | null;
}

/** Rows as they are drawn: one image each, with a cell a model in the run's order. */
export function gridRows(rows: readonly RowData[], models: readonly GridModel[], methodName: string): GridRow[] {
  return rows.map(({ image: masked, heatmaps, clustering }) => {
    const image = readFragment(GridImageFragment, masked);
    const truth = image.truths[0] ? shortLabel(image.truths[0].class.label) : null;
    const title = truth ?? stem(image.name);
    const cells = models.map((model, column) => {
      const heatmap = readFragment(GridHeatmapFragment, heatmaps[column]) ?? null;
      return { heatmap, prepared: prepareCell(cellInput(heatmap, model), title, methodName) };
    });
    return { image, title, truth, cells, lastJoiner: clustering?.lastJoiner?.name ?? null };
  });
}

function cellInput(heatmap: Heatmap | null, model: GridModel) {
  const predicted = heatmap?.predicted;
  return {
    status: heatmap?.status ?? "claimed",
    modelName: model.name,
    predicted: predicted ? { label: predicted.class.label, probability: predicted.probability ?? null } : null,
    correct: heatmap?.correct ?? null,
    cautions: heatmap?.flags?.map(({ sentence }) => sentence) ?? [],
  };
}
