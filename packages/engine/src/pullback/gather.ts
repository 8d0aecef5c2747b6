import { number } from "../graph/attributes.ts";
import { frontAxis } from "../graph/shape.ts";
import { cannot, findNumbers, type Pullback } from "./pullback.ts";
import { reshapeTo } from "./reshape-to.ts";
import { spread } from "./spread.ts";

/** Constant picks along one axis, such as the channels in torchvision's transform_input: each goes back to its place. */
export const gather: Pullback = (context) => {
  const { builder, attributes, inputs, dy, shape } = context;
  const from = shape(inputs[0]!);
  const axis = frontAxis(number(attributes, "axis", 0), from.length);
  const size = from[axis];
  const picks = findNumbers(context, 1)?.map((p) => frontAxis(p, Number(size)));
  if (!picks || typeof size !== "number") throw cannot(context, "its indices are not constant");
  const parts = reshapeTo(
    builder,
    dy,
    from.map((d, i) => (i === axis ? picks.length : d)),
  );
  return [spread(context, parts, axis, picks, size)];
};
