import type { Dim } from "../graph.ts";
import { scaledExtent } from "../scale.ts";
import { extent, type Infer, input, knownNumbers } from "./infer.ts";

/** By scales (input 3) or sizes (input 4). */
export const resize: Infer = (context) => {
  const x = input(context, 0);
  const sizes = context.inputs[3]?.known;
  if (sizes?.length) {
    const shape = x.shape.map((d, i): Dim => (typeof d === "string" ? d : sizes[i]!));
    return [{ type: x.type, shape }];
  }
  const scales = knownNumbers(context, 2);
  return [
    {
      type: x.type,
      shape: x.shape.map((d, i): Dim => (scales[i] === 1 ? d : scaledExtent(extent(context, d, "size"), scales[i]!))),
    },
  ];
};
