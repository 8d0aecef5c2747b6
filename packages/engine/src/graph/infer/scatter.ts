import { equalShapes } from "../shape.ts";
import { type Infer, inconsistent, input } from "./infer.ts";

export const sameAsFirst: Infer = (context) => {
  const x = input(context, 0);
  if (context.op === "ScatterElements" && !equalShapes(input(context, 1).shape, input(context, 2).shape)) {
    throw inconsistent(context, "scatters updates of another shape than its indices");
  }
  return [{ type: x.type, shape: x.shape }];
};
