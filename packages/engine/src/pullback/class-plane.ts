import type { Builder } from "../graph/builder.ts";
import { reshapeTo } from "./reshape-to.ts";

/** A gradient [N, K, h, w] that is zero but in the explained class's channel: there it is `plane`, [N or 1, 1, h, w]. */
export interface ClassPlane {
  /** The class, int64 [N]. */
  readonly target: string;
  /** [N, K, 1, 1], one-hot. */
  readonly oneHot: string;
  readonly plane: string;
}

/** Whether a tensor is a one-hot [N, K, 1, 1]. */
function oneHotOf(builder: Builder, name: string): { target: string; oneHot: string } | undefined {
  const shape = builder.shape(name);
  if (shape.length !== 4 || shape[2] !== 1 || shape[3] !== 1) return undefined;
  const reshape = builder.producer(name);
  const seed = reshape?.op === "Reshape" ? builder.producer(reshape.inputs[0]!) : undefined;
  return seed?.op === "OneHot" ? { target: seed.inputs[0]!, oneHot: name } : undefined;
}

/**
 * Recognises a gradient that has only the explained class's channel, as it comes from a head that pools a map per class
 * (SqueezeNet's): a one-hot times what pooling and ReLU masks made of it.
 */
export function findClassPlane(builder: Builder, name: string): ClassPlane | undefined {
  const node = builder.producer(name);
  if (node?.op !== "Mul") return undefined;
  const [a, b] = node.inputs as [string, string];
  const start = oneHotOf(builder, a);
  if (start) return builder.shape(b)[1] === 1 ? { ...start, plane: b } : undefined;
  const before = findClassPlane(builder, a);
  if (!before) return undefined;
  // A mask over all classes: only the explained one's matters.
  const ofClass = builder.emit("ReduceSum", [builder.emit("Mul", [b, before.oneHot]), builder.int([1])], {
    keepdims: 1,
  });
  return { ...before, plane: builder.emit("Mul", [before.plane, ofClass]) };
}

/** dx of a 1×1 Conv whose gradient has one channel: that class's weights times the plane, without a convolution. */
export function emitClassGradient(builder: Builder, { target, plane }: ClassPlane, weight: string): string {
  const [classes, channels] = builder.shape(weight).map(Number) as [number, number];
  const rows = builder.emit("Reshape", [weight, builder.int([classes, channels])]);
  const row = builder.emit("Gather", [rows, target], { axis: 0 });
  return builder.emit("Mul", [reshapeTo(builder, row, ["N", channels, 1, 1]), plane]);
}
