import type { Builder } from "../graph/builder.ts";
import type { Dim, Shape } from "../graph/graph.ts";
import { equalShapes } from "../graph/shape.ts";

/**
 * Reshapes to a static shape with a free batch: 0 copies a batch that stays in place, which keeps its size provable for
 * the runtime's optimiser; -1 stands for one that moves.
 */
export function reshapeTo(builder: Builder, name: string, shape: Shape): string {
  const from = builder.shape(name);
  if (equalShapes(from, shape)) return name;
  const target = shape.map((d: Dim, i) => (typeof d === "number" ? d : from[i] === d ? 0 : -1));
  return builder.emit("Reshape", [name, builder.int(target)]);
}
