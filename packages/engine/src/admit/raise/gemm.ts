import { number } from "../../graph/attributes.ts";
import type { Raise } from "./raise.ts";

/** Gemm: transposes and factors explicit. */
export const gemm: Raise = (context) => {
  const read = (name: string, otherwise: number) => number(context.attributes, name, otherwise);
  return {
    op: "Gemm",
    inputs: context.inputs,
    attributes: {
      transA: read("transA", 0),
      transB: read("transB", 0),
      alpha: read("alpha", 1),
      beta: read("beta", 1),
    },
  };
};
