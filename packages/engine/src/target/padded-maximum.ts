import { findList, list, number } from "../graph/attributes.ts";
import type { Builder } from "../graph/builder.ts";
import { type Attributes, type Graph, getValue, type Node } from "../graph/graph.ts";
import { fitAxes } from "./fit-axes.ts";

/** Below whatever a net computes: padding never wins. */
export const lowest = -3.4e38;

const reaches = (attributes: Attributes): number[] => {
  const kernel = list(attributes, "kernel_shape");
  const dilations = findList(attributes, "dilations") ?? kernel.map(() => 1);
  return kernel.map((k, i) => dilations[i]! * (k - 1) + 1);
};

/**
 * Whether ONNX's own shape inference counts one window too many: it lets a window of ceil mode begin in the end padding,
 * which no runtime does. A graph that compares the pool's output with something else of its shape would not load.
 */
export function isMiscounted({ values }: Pick<Graph, "values">, { inputs, outputs, attributes }: Node): boolean {
  if (number(attributes, "ceil_mode", 0) === 0) return false;
  const [strides, pads] = [list(attributes, "strides"), list(attributes, "pads")];
  const input = getValue({ values }, inputs[0]!).shape.slice(2).map(Number);
  const output = getValue({ values }, outputs[0]!).shape.slice(2);
  return reaches(attributes).some((reach, i) => {
    const room = input[i]! + pads[i]! + pads[i + input.length]! - reach;
    return Math.ceil(room / strides[i]!) + 1 !== output[i];
  });
}

/** A MaxPool's input with its padding, as far as its windows reach. */
export function padForMaximum(builder: Builder, { inputs, outputs, attributes }: Node): string {
  const [strides, pads] = [list(attributes, "strides"), list(attributes, "pads")];
  const [input, output] = [inputs[0]!, outputs[0]!].map((name) => builder.shape(name).slice(2).map(Number));
  const end = reaches(attributes).map((reach, i) =>
    Math.max(0, (output![i]! - 1) * strides[i]! + reach - pads[i]! - input![i]!),
  );
  return fitAxes(builder, inputs[0]!, pads.slice(0, end.length), end, lowest);
}

/** A MaxPool in ceil mode: its padding made real, then one that needs neither. */
export function paddedMaximum(builder: Builder, node: Node): string {
  const attributes = { ...node.attributes, pads: list(node.attributes, "pads").map(() => 0), ceil_mode: 0 };
  return builder.emit("MaxPool", [padForMaximum(builder, node)], attributes);
}
