import { number } from "../../graph/attributes.ts";
import type { Raise } from "./raise.ts";

/** Gemm: transposes and factors explicit; a transposed first operand is transposed before. */
export const gemm: Raise = (context) => {
  const read = (name: string, otherwise: number) => number(context.attributes, name, otherwise);
  const [a, ...others] = context.inputs as [string, ...string[]];
  const first = read("transA", 0) === 1 ? context.emit("Transpose", [a], { perm: [1, 0] }) : a;
  return {
    op: "Gemm",
    inputs: [first, ...others],
    attributes: { transA: 0, transB: read("transB", 0), alpha: read("alpha", 1), beta: read("beta", 1) },
  };
};
