import { list } from "../graph/attributes.ts";
import type { Builder } from "../graph/builder.ts";
import type { Node } from "../graph/graph.ts";
import { fitAxes } from "./fit-axes.ts";

/** An AveragePool that counts its padding: its padding made real, then one that has none. */
export function paddedAverage(builder: Builder, { inputs, attributes }: Node): string {
  const pads = list(attributes, "pads");
  const rank = pads.length / 2;
  const padded = fitAxes(builder, inputs[0]!, pads.slice(0, rank), pads.slice(rank));
  return builder.emit("AveragePool", [padded], { ...attributes, pads: pads.map(() => 0), count_include_pad: 0 });
}
