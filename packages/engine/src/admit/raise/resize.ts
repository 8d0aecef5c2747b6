import { text } from "../../graph/attributes.ts";
import { floatTensor } from "../../graph/tensor.ts";
import { type Raise, refuse } from "./raise.ts";

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

/** Resize as of opset 11; what opsets 18 and 19 added is refused where it is used. */
export const resize: Raise = (context) => {
  if (context.opset < 11) return upsample(context);
  const { attributes } = context;
  if (attributes.antialias === 1) throw refuse(context, "antialiasing is not read");
  if (attributes.axes !== undefined) throw refuse(context, "resizing by axes is not read");
  if (text(attributes, "keep_aspect_ratio_policy", "stretch") !== "stretch")
    throw refuse(context, "an aspect ratio policy is not read");
  const { antialias, keep_aspect_ratio_policy, ...rest } = attributes;
  return {
    op: "Resize",
    inputs: context.inputs,
    attributes: {
      ...rest,
      mode: text(attributes, "mode", "nearest"),
      coordinate_transformation_mode: text(attributes, "coordinate_transformation_mode", "half_pixel"),
      nearest_mode: text(attributes, "nearest_mode", "round_prefer_floor"),
    },
  };
};
