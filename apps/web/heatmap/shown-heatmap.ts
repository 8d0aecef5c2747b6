import type { RunFrameQuery } from "../gql/graphql";
import type { MethodChoice } from "../run/method-choices.ts";
import type { GridCell, GridModel, GridRow } from "./grid-rows.ts";

type Run = NonNullable<RunFrameQuery["run"]>;

/** The selected map with all that names it. */
export interface ShownHeatmap {
  row: GridRow;
  cell: GridCell;
  model: GridModel;
  method: MethodChoice;
  run: Run;
}
