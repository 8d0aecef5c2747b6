import { number } from "../graph/attributes.ts";
import type { Builder } from "../graph/builder.ts";
import type { Node } from "../graph/graph.ts";
import { channelMean } from "../pullback/channel-mean.ts";

/** y = x·(k + α·mean(x²))^−β over a window of an even number of channels, one more behind than before. */
export function evenLrn(builder: Builder, { inputs, attributes }: Node): string {
  const { emit } = builder;
  const x = inputs[0]!;
  const read = (name: string, otherwise: number) => number(attributes, name, otherwise);
  const size = read("size", 1);
  const mean = channelMean(builder, emit("Mul", [x, x]), [size / 2 - 1, size / 2]);
  const scale = emit("Add", [emit("Mul", [mean, builder.float(read("alpha", 1e-4))]), builder.float(read("bias", 1))]);
  return emit("Mul", [x, emit("Pow", [scale, builder.float(-read("beta", 0.75))])]);
}
