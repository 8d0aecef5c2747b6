import { floatTensor } from "../graph/tensor.ts";
import { maxPoolByComparing } from "./max-pool-comparing.ts";
import type { Pullback, PullbackContext } from "./pullback.ts";

/** The runtime's indices count over the whole [N, C, H, W], so one scatter over the flattened tensor does it. */
function byIndices({ builder, emit, node, inputs, dy }: PullbackContext): string {
  const x = inputs[0]!;
  const flat = builder.int([-1]);
  const indices = builder.emitAll("MaxPool", node.inputs, node.attributes, 2)[1]!;
  const size = emit("Reshape", [emit("Size", [x]), flat]);
  const zeros = emit("ConstantOfShape", [size], { value: floatTensor([0]) });
  const scattered = emit("ScatterElements", [zeros, emit("Reshape", [indices, flat]), emit("Reshape", [dy, flat])], {
    axis: 0,
    reduction: "add",
  });
  // Shape(x), not numbers: the optimiser then knows that the batch is x's.
  return emit("Reshape", [scattered, emit("Shape", [x])]);
}

/** dx = dy at each window's first maximum, added up where windows overlap. */
export const maxPool: Pullback = (context) => [
  context.builder.profile.pool === "indices" ? byIndices(context) : maxPoolByComparing(context),
];
