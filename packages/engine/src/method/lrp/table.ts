import { sizePerImage } from "../../graph/shape.ts";
import type { Pullback, PullbackContext, PullbackTable } from "../../pullback/pullback.ts";
import { pullbacks } from "../../pullback/table.ts";
import type { Ledger, Rule } from "./ledger.ts";
import { noteConstants, placing } from "./placing.ts";

/** Relevance passes unchanged: activations, normalisations, and what only one input carries. */
const pass: Pullback = ({ dy }) => [dy];

/** Ops that are linear in their first input and have weights: a rule of LRP says how they share. */
export const weighted = ["Conv", "Gemm", "MatMul", "ConvTranspose"] as const;

/** Ops that add up their inputs, without weights of their own. */
export const summing = ["Add", "Sub", "AveragePool", "GlobalAveragePool", "ReduceMean", "ReduceSum", "Resize"] as const;

const activations = [
  "Abs",
  "Clip",
  "Cos",
  "Elu",
  "Erf",
  "Exp",
  "HardSigmoid",
  "HardSwish",
  "InstanceNormalization",
  "LRN",
  "LayerNormalization",
  "LeakyRelu",
  "Log",
  "LogSoftmax",
  "Neg",
  "PRelu",
  "Pow",
  "Reciprocal",
  "Relu",
  "Selu",
  "Sigmoid",
  "Sin",
  "Softmax",
  "Softplus",
  "Softsign",
  "Sqrt",
  "Tanh",
  "ThresholdedRelu",
];

const bounded = new Set(["Sigmoid", "HardSigmoid", "Softmax", "Tanh", "Erf", "Clip"]);

/** Whether a tensor is a gate: bounded, but for constants added to it or multiplied with it. */
function isGate({ builder }: PullbackContext, name: string): boolean {
  for (let node = builder.producer(name); node; ) {
    if (bounded.has(node.op)) return true;
    if (node.op !== "Add" && node.op !== "Mul") return false;
    const open = node.inputs.filter((input) => !builder.value(input).tensor);
    if (open.length !== 1) return false;
    node = builder.producer(open[0]!);
  }
  return false;
}

/** A product passes relevance to the signal, not to its gate; two signals share it evenly. */
const product: Pullback = (context) => {
  const { builder, emit, inputs, dy, shape, wants } = context;
  const [a, b] = inputs as [string, string];
  if (!wants(0) || !wants(1)) return [dy, dy];
  if (isGate(context, b) || sizePerImage(shape(b)) < sizePerImage(shape(a))) return [dy, undefined];
  if (isGate(context, a) || sizePerImage(shape(a)) < sizePerImage(shape(b))) return [undefined, dy];
  const half = emit("Mul", [dy, builder.float(0.5)]);
  return [half, half];
};

/** A quotient passes relevance to what is divided. */
const quotient: Pullback = ({ dy, wants }) => (wants(0) ? [dy, undefined] : [undefined, dy]);

/**
 * The table of a relevance walk: weighted layers by `weightedRule`, sums by `summingRule`, winners of pools take all,
 * rearrangements rearrange, and activations let relevance pass (definitions.md §1).
 *
 * @param ledger where to note what does not reach the picture; undefined to note nothing
 */
export function lrpTable(weightedRule: Rule, summingRule: Rule, ledger?: Ledger): PullbackTable {
  const noting = (ops: readonly string[], ruleOf: (op: string) => Rule) =>
    Object.fromEntries(ops.map((op) => [op, (context: PullbackContext) => ruleOf(op)({ ...context, ledger })]));
  return {
    ...pullbacks,
    ...Object.fromEntries(activations.map((op) => [op, pass])),
    ...noting(weighted, () => weightedRule),
    ...noting(summing, () => summingRule),
    ...noting(placing, (op) => noteConstants(pullbacks[op]!)),
    Mul: product,
    Div: quotient,
  };
}
