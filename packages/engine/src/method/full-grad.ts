import { grid } from "../graph/path.ts";
import { pullbacks } from "../pullback/table.ts";
import { toInputSize } from "./cam.ts";
import type { GraphMethod, MethodContext } from "./method.ts";

/** Layers that have a bias and a grid: [their output, the bias]. */
function biases({ forward }: MethodContext): (readonly [output: string, bias: string])[] {
  return forward.nodes.flatMap(({ op, inputs, outputs }) => {
    const [output, bias] = [outputs[0]!, inputs[2]];
    const counts = (op === "Conv" || op === "ConvTranspose") && bias && grid(forward, output);
    return counts ? [[output, bias] as const] : [];
  });
}

/** Σ_c of |v| stretched to 0…1 within each image: [N, C, h, w] → [N, 1, H, W]. */
function stretched(context: MethodContext, name: string): string {
  const { builder } = context;
  const { emit } = builder;
  const size = emit("Abs", [name]);
  const over = { axes: [1, 2, 3], keepdims: 1 };
  const raised = emit("Sub", [size, emit("ReduceMin", [size], over)]);
  const range = emit("Add", [emit("ReduceMax", [raised], over), builder.float(1e-6)]);
  const sum = emit("ReduceSum", [emit("Div", [raised, range]), builder.int([1])], { keepdims: 1 });
  return toInputSize(context, sum);
}

/**
 * Σ_c p(x ⊙ ∂f_c/∂x) + Σ_l Σ_c p(b_l ⊙ ∂f_c/∂z_l), p the absolute value stretched to 0…1 within an image and layer, l the
 * convolutions with a bias b and output z; BatchNormalization folded first (Srinivas & Fleuret 2019).
 */
export const fullGrad: GraphMethod = {
  slug: "full-grad",
  name: "FullGrad",
  signed: false,
  grid: "input",
  reduction: "none",
  description: "What the picture and every bias of the network add to the score, laid over each other (Srinivas 2019).",
  parameters: {},
  emit: (context) => {
    const { builder, input } = context;
    const layers = biases(context);
    const [atPicture, ...atLayers] = context.gradients(pullbacks, [input, ...layers.map(([output]) => output)]);
    const shaped = (bias: string) => builder.emit("Reshape", [bias, builder.int([1, -1, 1, 1])]);
    const parts = [
      builder.emit("Mul", [input, atPicture!]),
      ...layers.map(([, bias], i) => builder.emit("Mul", [atLayers[i]!, shaped(bias)])),
    ];
    return parts.map((part) => stretched(context, part)).reduce((sum, part) => builder.emit("Add", [sum, part]));
  },
};
