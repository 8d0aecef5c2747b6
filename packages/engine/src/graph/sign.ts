import type { Builder } from "./builder.ts";
import type { Tensor } from "./graph.ts";

/** Never negative, whatever they read. */
const nonNegative = new Set(["Abs", "Exp", "HardSigmoid", "OneHot", "Relu", "Sigmoid", "Softmax", "Softplus"]);

/** Nowhere negative where all that they read is: sums, products, pools and rearrangements. */
const keepsSign = new Set([
  "Add",
  "AveragePool",
  "Concat",
  "Expand",
  "Flatten",
  "GlobalAveragePool",
  "LRN",
  "MaxPool",
  "Mul",
  "Reshape",
  "Slice",
  "Squeeze",
  "Unsqueeze",
]);

/** Of these only the first input is data. */
const oneOperand = new Set(["Expand", "Reshape", "Slice", "Squeeze", "Unsqueeze"]);

const isPositiveConstant = ({ tensor, known }: { tensor?: Tensor; known?: readonly unknown[] }): boolean =>
  tensor !== undefined && (known?.every((v) => typeof v === "number" && v >= 0) ?? false);

/** Whether a tensor is surely nowhere negative. (OneHot is only ever emitted with 0 and 1.) */
export function isNonNegative(builder: Builder, name: string): boolean {
  const open = [name];
  const seen = new Set<string>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const node = builder.producer(next);
    if (!node) {
      if (!isPositiveConstant(builder.value(next))) return false;
      continue;
    }
    if (nonNegative.has(node.op)) continue;
    if (!keepsSign.has(node.op)) return false;
    open.push(...(oneOperand.has(node.op) ? node.inputs.slice(0, 1) : node.inputs));
  }
  return true;
}

/** max(x, 0), which is x itself where that is known to be nowhere negative. */
export const emitPositivePart = (builder: Builder, name: string): string =>
  isNonNegative(builder, name) ? name : builder.emit("Relu", [name]);
