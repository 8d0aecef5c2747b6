import type { RunFrameQuery } from "../gql/graphql";
import type { GridCell, GridModel, GridRow } from "./grid-rows.ts";

type Run = NonNullable<RunFrameQuery["run"]>;

/** The selected map with all that names it. */
export interface ShownHeatmap {
  row: GridRow;
  cell: GridCell;
  model: GridModel;
  method: Run["methods"][number]["method"];
  run: Run;
}
