import type { Dim } from "../graph.ts";
import { broadcast } from "../shape.ts";
import { extent, type Infer, inconsistent, input, knownNumbers } from "./infer.ts";

export const expand: Infer = (context) => {
  const x = input(context, 0);
  const wanted = input(context, 1).known ?? knownNumbers(context, 1);
  const shape = broadcast(x.shape, wanted);
  if (!shape) throw inconsistent(context, `cannot expand [${x.shape.join(", ")}] to [${wanted.join(", ")}]`);
  return [{ type: x.type, shape }];
};

export const tile: Infer = (context) => {
  const x = input(context, 0);
  const repeats = knownNumbers(context, 1);
  return [
    {
      type: x.type,
      shape: x.shape.map((d, i): Dim => (repeats[i] === 1 ? d : extent(context, d, "repeats") * repeats[i]!)),
    },
  ];
};
