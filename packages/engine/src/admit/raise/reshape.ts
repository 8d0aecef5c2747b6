import type { Dim, Shape } from "../../graph/graph.ts";
import { flatSize } from "../../graph/shape.ts";
import { intTensor } from "../../graph/tensor.ts";
import { type Raise, refuse } from "./raise.ts";

/** Reshape: a batch that the file fixed at the front becomes "as it is", so that the batch stays free. */
export const reshape: Raise = (context) => {
  const from = context.value(context.inputs[0]!).shape;
  const wanted = context.value(context.inputs[1]!).known;
  if (!wanted) throw refuse(context, `its shape "${context.inputs[1]}" must be known before the model runs`);
  if (from[0] !== "N" || wanted[0] !== context.fixedBatch || fits(from, wanted)) return context;
  const freed = [0, ...wanted.slice(1)];
  if (!freed.every((d): d is number => typeof d === "number")) return context;
  return { op: "Reshape", inputs: [context.inputs[0]!, context.constant(intTensor(freed))], attributes: {} };
};

/** Whether the shape, as written, already keeps the batch: [1, -1] of [N, 8] does only where N is one. */
const fits = (from: Shape, wanted: readonly Dim[]): boolean =>
  !wanted.includes(-1) && flatSize(wanted) === flatSize(from);
