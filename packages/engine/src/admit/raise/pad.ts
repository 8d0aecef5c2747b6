import { findList, number, text } from "../../graph/attributes.ts";
import { frontAxis } from "../../graph/shape.ts";
import { floatTensor, intTensor } from "../../graph/tensor.ts";
import { constantNumbers, type Raise, refuse } from "./raise.ts";

/** Pad: pads and value are inputs since opset 11; opset 18's axes are spelled out over all axes. */
export const pad: Raise = (context) => {
  const { shape } = context.value(context.inputs[0]!);
  const mode = text(context.attributes, "mode", "constant");
  if (mode === "wrap") throw refuse(context, "a border that wraps around is not read");
  const given =
    findList(context.attributes, "pads") ?? findList(context.attributes, "paddings") ?? constantNumbers(context, 1);
  if (!given) throw refuse(context, "it lacks pads");
  const axes = (constantNumbers(context, 3) ?? shape.map((_, i) => i)).map((a) => frontAxis(a, shape.length));
  const pads = shape.flatMap(() => [0, 0]);
  axes.forEach((axis, i) => {
    pads[axis] = given[i]!;
    pads[axis + shape.length] = given[i + axes.length]!;
  });
  const value = context.inputs[2] || context.constant(floatTensor(number(context.attributes, "value", 0)));
  return {
    op: "Pad",
    inputs: [context.inputs[0]!, context.constant(intTensor(pads)), value],
    attributes: { mode },
  };
};
