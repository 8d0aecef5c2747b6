"use client";

import { useCallback, useMemo, useState } from "react";
import { type Direction, moveSelection, type Selection } from "../charts/heatmap-grid.prepare.ts";
import { useKeys } from "../shell/keys.tsx";
import { uuidOf } from "../shell/routes.ts";
import type { useUrlState } from "../shell/url-state.ts";
import type { GridCell } from "./grid-rows.ts";
import type { ShownHeatmap } from "./shown-heatmap.ts";
import type { RunGrid } from "./use-run-grid.ts";

/** Which map is selected (the address says), whether its sheet or its dialog is open, and the keys that change it. */
export function useGridSelection(grid: RunGrid, { read, write }: ReturnType<typeof useUrlState>) {
  const { rows, models, methods, method, run } = grid;
  const [sheetOpen, setSheetOpen] = useState(false);
  const [opened, setOpened] = useState(false);
  const selection = useSelected(grid, read("image"), read("model"));

  const select = useCallback(
    ({ row, column }: Selection) => {
      const image = rows[row]?.image;
      const model = models[column];
      if (image && model) write({ image: uuidOf(image.id), model: uuidOf(model.id) });
    },
    [rows, models, write],
  );
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
      const next = method && methods[methods.indexOf(method) + by];
      if (next) write({ method: next.key });
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

  const row = selection ? rows[selection.row] : undefined;
  const cell = selection ? row?.cells[selection.column] : undefined;
  const model = selection ? models[selection.column] : undefined;
  const shown: ShownHeatmap | null = row && cell && model && method && run ? { row, cell, model, method, run } : null;
  return { selection, shown, pick, open, move, sheetOpen, opened, setSheetOpen, setOpened };
}

/** The first cell until something is chosen; among flagged maps the first of those. */
function useSelected(
  { rows, models, flaggedOnly }: RunGrid,
  image: string | undefined,
  model: string | undefined,
): Selection | null {
  return useMemo(() => {
    if (rows.length === 0 || models.length === 0) return null;
    const row = rows.findIndex((candidate) => uuidOf(candidate.image.id) === image);
    const chosen = models.findIndex((candidate) => uuidOf(candidate.id) === model);
    const isFlagged = ({ prepared }: GridCell) => prepared.cautions.length > 0;
    const column = chosen < 0 && flaggedOnly ? rows[Math.max(0, row)]!.cells.findIndex(isFlagged) : chosen;
    return { row: Math.max(0, row), column: Math.max(0, column) };
  }, [rows, models, flaggedOnly, image, model]);
}
