import { number, text } from "../graph/attributes.ts";
import type { Attributes } from "../graph/graph.ts";
import { cannot, findNumbers, type Pullback, type PullbackContext, spatial } from "./pullback.ts";

/** Where an output element lies on the input's axis, by ONNX's coordinate_transformation_mode. */
function coordinate(mode: string, i: number, input: number, output: number, scale: number): number {
  switch (mode) {
    case "asymmetric":
      return i / scale;
    case "align_corners":
      return output === 1 ? 0 : (i * (input - 1)) / (output - 1);
    case "pytorch_half_pixel":
      return output === 1 ? 0 : (i + 0.5) / scale - 0.5;
    default:
      return (i + 0.5) / scale - 0.5;
  }
}

const nearest: Readonly<Record<string, (x: number) => number>> = {
  floor: Math.floor,
  ceil: Math.ceil,
  round_prefer_ceil: (x) => Math.floor(x + 0.5),
  round_prefer_floor: (x) => Math.ceil(x - 0.5),
};

/** A Resize along one axis as a matrix [output, input], row-major. */
export function resizeMatrix(attributes: Attributes, input: number, output: number, scale: number): Float32Array {
  const mode = text(attributes, "coordinate_transformation_mode", "half_pixel");
  const round = nearest[text(attributes, "nearest_mode", "round_prefer_floor")]!;
  const linear = text(attributes, "mode", "nearest") === "linear";
  const matrix = new Float32Array(output * input);
  const clamp = (i: number) => Math.min(Math.max(i, 0), input - 1);
  for (let i = 0; i < output; i++) {
    const x = coordinate(mode, i, input, output, scale);
    const at = linear ? clamp(x) : clamp(round(x));
    const low = Math.floor(at);
    matrix[i * input + low]! += 1 - (at - low);
    if (at > low) matrix[i * input + low + 1]! += at - low;
  }
  return matrix;
}

function scalesOf(context: PullbackContext, input: readonly number[], output: readonly number[]): readonly number[] {
  const given = findNumbers(context, 2);
  return given?.length ? given.slice(2) : output.map((d, i) => d / input[i]!);
}

/** A Resize is linear and separable: dx = Rhᵀ·dy·Rw, with each axis' interpolation as a small matrix. */
export const resize: Pullback = (context) => {
  const { builder, emit, attributes, inputs, output, dy } = context;
  const [from, to] = [spatial(context, inputs[0]!), spatial(context, output)];
  const mode = text(attributes, "mode", "nearest");
  const coordinates = text(attributes, "coordinate_transformation_mode", "half_pixel");
  if (
    from.length !== 2 ||
    mode === "cubic" ||
    coordinates === "tf_crop_and_resize" ||
    number(attributes, "exclude_outside", 0)
  ) {
    throw cannot(
      context,
      `its gradient is known for nearest and linear resizing of pictures, not for ${mode} with ${coordinates}`,
    );
  }
  const scales = scalesOf(context, from, to);
  const matrix = (axis: number) =>
    builder.float(resizeMatrix(attributes, from[axis]!, to[axis]!, scales[axis]!), [to[axis]!, from[axis]!]);
  const columns = emit("MatMul", [dy, matrix(1)]);
  return [emit("MatMul", [emit("Transpose", [matrix(0)], { perm: [1, 0] }), columns])];
};
