import type { Raise } from "./raise.ts";

/** Max and Min of any number of tensors: a chain of pairs. */
export const extremum: Raise = (context) => {
  const [first, ...rest] = context.inputs as [string, ...string[]];
  if (rest.length === 0) return { op: "Identity", inputs: [first], attributes: {} };
  const before = rest.slice(0, -1).reduce((best, name) => context.emit(context.op, [best, name]), first);
  return { op: context.op, inputs: [before, rest.at(-1)!], attributes: {} };
};
