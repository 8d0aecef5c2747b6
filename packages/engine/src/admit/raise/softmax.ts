import { number } from "../../graph/attributes.ts";
import { frontAxis } from "../../graph/shape.ts";
import { intTensor } from "../../graph/tensor.ts";
import { type Raise, refuse } from "./raise.ts";

/** Softmax and LogSoftmax: before opset 13 all axes from `axis` on were one. */
export const softmax: Raise = (context) => {
  const [x] = context.inputs as [string];
  const { shape } = context.value(x);
  const axis = frontAxis(number(context.attributes, "axis", context.opset >= 13 ? -1 : 1), shape.length);
  const behind = shape.slice(axis + 1);
  if (context.opset >= 13 || behind.every((d) => d === 1))
    return { op: context.op, inputs: context.inputs, attributes: { axis } };
  if (axis === 0) throw refuse(context, "an old softmax over the batch is not read");
  // Extents in front are copied, so that the batch stays free.
  const front = shape.slice(0, axis).map(() => 0);
  const joined = context.emit("Reshape", [x, context.constant(intTensor([...front, -1]))]);
  const scores = context.emit(context.op, [joined], { axis });
  const apart = context.constant(intTensor([...front, ...shape.slice(axis).map(Number)]));
  return { op: "Reshape", inputs: [scores, apart], attributes: {} };
};
