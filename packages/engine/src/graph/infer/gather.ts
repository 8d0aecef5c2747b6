import { number } from "../attributes.ts";
import { frontAxis } from "../shape.ts";
import { type Infer, input } from "./infer.ts";

export const gather: Infer = (context) => {
  const [x, indices] = [input(context, 0), input(context, 1)];
  const axis = frontAxis(number(context.attributes, "axis", 0), x.shape.length);
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  const picks =
    x.shape.length === 1 && x.known && indices.known?.every((d) => typeof d === "number")
      ? (indices.known as readonly number[])
      : undefined;
  const known = picks?.map((i) => x.known![frontAxis(i, x.known!.length)]!);
  return [{ type: x.type, shape, ...(known && { known }) }];
};

export const gatherElements: Infer = (context) => [{ type: input(context, 0).type, shape: input(context, 1).shape }];
