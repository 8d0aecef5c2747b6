import { number } from "../attributes.ts";
import { extent, type Infer, type InferContext, inconsistent, input } from "./infer.ts";

/** Channels, height and width multiplied, which must leave whole numbers. */
function rescaled(context: InferContext, factors: (block: number) => readonly number[]): ReturnType<Infer> {
  const x = input(context, 0);
  const block = number(context.attributes, "blocksize", 1);
  const sides = x.shape.slice(1).map((d, i) => extent(context, d, "size") * (factors(block)[i] ?? 1));
  if (sides.length !== 3 || !sides.every(Number.isInteger))
    throw inconsistent(context, `cannot part [${x.shape.join(", ")}] into blocks of ${block}×${block}`);
  return [{ type: x.type, shape: [x.shape[0]!, ...sides] }];
}

/** Depth becomes space in blocks of b×b. */
export const depthToSpace: Infer = (context) => rescaled(context, (b) => [1 / (b * b), b, b]);

/** The reverse. */
export const spaceToDepth: Infer = (context) => rescaled(context, (b) => [b * b, 1 / b, 1 / b]);
