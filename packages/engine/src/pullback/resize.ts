import { text } from "../graph/attributes.ts";
import { cannot, findNumbers, type Pullback, type PullbackContext, spatial } from "./pullback.ts";
import { type ResizedAxis, resizeMatrix } from "./resize-matrix.ts";

/** The modes that opset 17 has: all of them are sums of input elements, along one axis after the other. */
const modes = ["nearest", "linear", "cubic"];
const coordinates = ["half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel", "tf_crop_and_resize"];

function axes(context: PullbackContext): ResizedAxis[] {
  const [from, to] = [spatial(context, context.inputs[0]!), spatial(context, context.output)];
  const scales = findNumbers(context, 2)?.slice(2) ?? [];
  const roi = findNumbers(context, 1) ?? [];
  return to.map((output, i) => {
    const input = from[i]!;
    const crop = [roi[i + 2] ?? 0, roi[i + 2 + roi.length / 2] ?? 1] as const;
    return { input, output, scale: scales[i] ?? output / input, crop };
  });
}

/** A Resize is linear and separable: dx = Rhᵀ·dy·Rw, with each axis' interpolation as a small matrix. */
export const resize: Pullback = (context) => {
  const { builder, emit, attributes, dy } = context;
  const mode = text(attributes, "mode", "nearest");
  const transformation = text(attributes, "coordinate_transformation_mode", "half_pixel");
  const [height, width, more] = axes(context);
  if (!height || !width || more || !modes.includes(mode) || !coordinates.includes(transformation)) {
    throw cannot(context, `its gradient is known for resizing pictures, not for ${mode} with ${transformation}`);
  }
  const matrix = (axis: ResizedAxis) => builder.float(resizeMatrix(attributes, axis), [axis.output, axis.input]);
  const columns = emit("MatMul", [dy, matrix(width)]);
  return [emit("MatMul", [emit("Transpose", [matrix(height)], { perm: [1, 0] }), columns])];
};
