import { findList, text } from "../../graph/attributes.ts";
import { scaleFactor } from "../../graph/scale.ts";
import { frontAxis } from "../../graph/shape.ts";
import { floatTensor } from "../../graph/tensor.ts";
import { constantNumbers, type Raise, type RaiseContext, refuse } from "./raise.ts";

const absent = "";

/** Upsample and Resize-10: scales only, asymmetric coordinates. */
export const upsample: Raise = (context) => {
  const attribute = context.attributes.scales;
  const scales = attribute instanceof Float32Array ? context.constant(floatTensor(attribute)) : context.inputs[1];
  if (!scales) throw refuse(context, "it lacks scales");
  return {
    op: "Resize",
    inputs: [context.inputs[0]!, absent, scales],
    attributes: {
      mode: text(context.attributes, "mode", "nearest"),
      coordinate_transformation_mode: "asymmetric",
      nearest_mode: "floor",
    },
  };
};

/**
 * Region, scales and sizes over all axes, for opset 18's form that names some of them, and for sizes that hold a batch which
 * the file fixed: sizes become scales, so that the batch stays free.
 */
function overAllAxes(context: RaiseContext, axes: readonly number[]): string[] {
  const { shape } = context.value(context.inputs[0]!);
  const [roi, scales, sizes] = [1, 2, 3].map((i) => constantNumbers(context, i));
  const at = (axis: number, otherwise: number, given: (i: number) => number) => {
    const i = axes.findIndex((a) => frontAxis(a, shape.length) === axis);
    return i < 0 ? otherwise : given(i);
  };
  const factor = (i: number, axis: number) => (sizes ? scaleFactor(Number(shape[axis]), sizes[i]!) : scales![i]!);
  const all = shape.map((d, axis) => at(axis, 1, (i) => (typeof d === "number" ? factor(i, axis) : 1)));
  const floats = (values: readonly number[]) => context.constant(floatTensor(values));
  const region = (given: readonly number[]) => [
    ...shape.map((_, axis) => at(axis, 0, (i) => given[i]!)),
    ...shape.map((_, axis) => at(axis, 1, (i) => given[i + axes.length]!)),
  ];
  return [context.inputs[0]!, roi?.length ? floats(region(roi)) : absent, floats(all)];
}

/** The axes to spell out; undefined where the inputs can stay as they are. */
function axesToSpell(context: RaiseContext): readonly number[] | undefined {
  const axes = findList(context.attributes, "axes");
  if (axes) return axes;
  const { shape } = context.value(context.inputs[0]!);
  const sizes = context.inputs[3] ? context.value(context.inputs[3]).known : undefined;
  // A size of the batch that is a number holds for one batch only.
  return shape[0] === "N" && typeof sizes?.[0] === "number" ? shape.map((_, axis) => axis) : undefined;
}

/** Resize as of opset 11; what opsets 18 and 19 added is refused where opset 17 cannot say it. */
export const resize: Raise = (context) => {
  if (context.opset < 11) return upsample(context);
  const { attributes } = context;
  if (attributes.antialias === 1) throw refuse(context, "antialiasing is not read");
  if (text(attributes, "keep_aspect_ratio_policy", "stretch") !== "stretch")
    throw refuse(context, "an aspect ratio policy is not read");
  const { antialias, keep_aspect_ratio_policy, axes, ...rest } = attributes;
  const spelled = axesToSpell(context);
  return {
    op: "Resize",
    inputs: spelled ? overAllAxes(context, spelled) : context.inputs,
    attributes: {
      ...rest,
      mode: text(attributes, "mode", "nearest"),
      coordinate_transformation_mode: text(attributes, "coordinate_transformation_mode", "half_pixel"),
      nearest_mode: text(attributes, "nearest_mode", "round_prefer_floor"),
    },
  };
};
