import type { Builder } from "../graph/builder.ts";
import { positiveMask } from "./mask.ts";
import { emitPoolScatter, findPoolScatter } from "./pool-scatter.ts";
import type { Pullback } from "./pullback.ts";

/**
 * A gradient, or its positive part, where `y`, a ReLU's output, is positive. What a MaxPool of y has scattered is masked
 * before: its winners are positive where its output is, on a grid of a quarter of the size.
 */
export function emitMasked(builder: Builder, dy: string, y: string): string {
  const relu = builder.producer(dy)?.op === "Relu" ? builder.producer(dy) : undefined;
  const pool = findPoolScatter(builder, relu?.inputs[0] ?? dy);
  if (pool?.node.inputs[0] !== y) return builder.emit("Mul", [dy, positiveMask(builder, y)]);
  const mask = positiveMask(builder, pool.node.outputs[0]!);
  const dx = emitPoolScatter(builder, pool.node, builder.emit("Mul", [pool.dy, mask]));
  return relu ? builder.emit("Relu", [dx]) : dx;
}

/** dx = dy where the output is positive. */
// From the output, not the input, so that Conv with Relu still fuses in the forward pass.
export const relu: Pullback = ({ builder, dy, output }) => [emitMasked(builder, dy, output)];
