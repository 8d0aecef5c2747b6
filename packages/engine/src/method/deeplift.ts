import { replay } from "../graph/replay.ts";
import type { Pullback, PullbackContext, PullbackTable } from "../pullback/pullback.ts";
import { pullbacks } from "../pullback/table.ts";
import { emitBaseline, perChannel } from "./baseline.ts";
import type { GraphMethod } from "./method.ts";

/** Below this difference of inputs the multiplier is the gradient. */
const nearby = 1e-10;

const activations = [
  "Abs",
  "Clip",
  "Cos",
  "Elu",
  "Erf",
  "Exp",
  "HardSigmoid",
  "HardSwish",
  "LeakyRelu",
  "Log",
  "PRelu",
  "Pow",
  "Reciprocal",
  "Relu",
  "Selu",
  "Sigmoid",
  "Sin",
  "Softplus",
  "Softsign",
  "Sqrt",
  "Tanh",
  "ThresholdedRelu",
];

/** What a tensor is on the baseline. */
type Reference = (name: string) => string;

/** `far` where the input differs from its reference (it is given Δx, made safe to divide by), else the gradient. */
function rescale(
  context: PullbackContext,
  reference: Reference,
  gradient: string,
  far: (difference: string) => string,
): string {
  const { builder, emit, inputs } = context;
  const difference = emit("Sub", [inputs[0]!, reference(inputs[0]!)]);
  const near = emit("Less", [emit("Abs", [difference]), builder.float(nearby)]);
  return emit("Where", [near, gradient, far(emit("Where", [near, builder.float(1), difference]))]);
}

/** dx = dy·Δy/Δx. */
const activation =
  (reference: Reference): Pullback =>
  (context) => {
    const { emit, node, output, dy } = context;
    const change = emit("Sub", [output, reference(output)]);
    const gradient = pullbacks[node.op]!(context)[0]!;
    return [rescale(context, reference, gradient, (dx) => emit("Mul", [dy, emit("Div", [change, dx])]))];
  };

/**
 * A pool's change is shared by its winners: what the maximum rose above the reference goes to the winner now, what the
 * reference stood above goes to the winner then, as Captum does.
 */
const maxPool =
  (reference: Reference): Pullback =>
  (context) => {
    const { builder, emit, node, inputs, output, dy, shape } = context;
    const x0 = emit("Expand", [reference(inputs[0]!), emit("Shape", [inputs[0]!])]);
    const y0 = emit("MaxPool", [x0], node.attributes);
    const higher = emit("Max", [output, y0]);
    const send = (to: PullbackContext, change: string) => {
      const g = emit("Mul", [dy, change]);
      return pullbacks.MaxPool!({ ...to, dy: g, dys: [g] })[0]!;
    };
    const there = { ...context, inputs: [x0], output: y0, node: { ...node, inputs: [x0], outputs: [y0] } };
    const now = send(context, emit("Sub", [higher, y0]));
    const then = send(there, emit("Sub", [output, higher]));
    const moved = emit("Add", [now, then]);
    const gradient = pullbacks.MaxPool!({ ...context, builder, shape })[0]!;
    return [rescale(context, reference, gradient, (dx) => emit("Div", [moved, dx]))];
  };

function rescaleTable(reference: Reference): PullbackTable {
  const rule = activation(reference);
  return { ...pullbacks, ...Object.fromEntries(activations.map((op) => [op, rule])), MaxPool: maxPool(reference) };
}

/** (x − x')·multiplier by the rescale rule (Shrikumar 2017). */
export const deepLift: GraphMethod = {
  slug: "deeplift",
  name: "DeepLIFT",
  signed: true,
  grid: "input",
  reduction: "sum",
  description: "What each pixel's difference from a baseline adds to the score, by the rescale rule (Shrikumar 2017).",
  parameters: { baseline: 0 },
  check: ({ baseline }) => {
    perChannel(baseline, "baseline");
  },
  emit: ({ builder, forward, input, parameters, gradient }) => {
    const baseline = emitBaseline(builder, input, perChannel(parameters.baseline, "baseline"));
    const names = replay(builder, forward, new Map([[input, baseline]]));
    const multiplier = gradient(
      rescaleTable((name) => names.get(name) ?? name),
      input,
    );
    return builder.emit("Mul", [builder.emit("Sub", [input, baseline]), multiplier]);
  },
};
