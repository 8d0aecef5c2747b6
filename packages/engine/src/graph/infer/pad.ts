import type { Dim } from "../graph.ts";
import { extent, type Infer, input, knownNumbers } from "./infer.ts";

export const pad: Infer = (context) => {
  const x = input(context, 0);
  const pads = knownNumbers(context, 1);
  const shape = x.shape.map((d, i): Dim => {
    const extra = pads[i]! + pads[i + x.shape.length]!;
    return extra === 0 ? d : extent(context, d, "padding") + extra;
  });
  return [{ type: x.type, shape }];
};
