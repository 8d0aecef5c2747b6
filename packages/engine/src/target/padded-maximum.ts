import { findList, list } from "../graph/attributes.ts";
import type { Builder } from "../graph/builder.ts";
import type { Attributes, Node } from "../graph/graph.ts";
import { fitAxes } from "./fit-axes.ts";

/** Below whatever a net computes: padding never wins. */
export const lowest = -3.4e38;

const reaches = (attributes: Attributes): number[] => {
  const kernel = list(attributes, "kernel_shape");
  const dilations = findList(attributes, "dilations") ?? kernel.map(() => 1);
  return kernel.map((k, i) => dilations[i]! * (k - 1) + 1);
};

/** A MaxPool's input with its padding, as far as its windows reach. */
export function padForMaximum(builder: Builder, { inputs, outputs, attributes }: Node): string {
  const [strides, pads] = [list(attributes, "strides"), list(attributes, "pads")];
  const [input, output] = [inputs[0]!, outputs[0]!].map((name) => builder.shape(name).slice(2).map(Number));
  const end = reaches(attributes).map((reach, i) =>
    Math.max(0, (output![i]! - 1) * strides[i]! + reach - pads[i]! - input![i]!),
  );
  return fitAxes(builder, inputs[0]!, pads.slice(0, end.length), end, lowest);
}
