import type { Raise } from "./raise.ts";

/** Sum of any number of tensors: a chain of Adds. */
export const sum: Raise = (context) => {
  const [first, ...rest] = context.inputs as [string, ...string[]];
  if (rest.length === 0) return { op: "Identity", inputs: [first], attributes: {} };
  const before = rest.slice(0, -1).reduce((total, name) => context.emit("Add", [total, name]), first);
  return { op: "Add", inputs: [before, rest.at(-1)!], attributes: {} };
};
