import type { Raise } from "./raise.ts";

/** Dropout does nothing at inference. */
export const dropout: Raise = (context) => ({ op: "Identity", inputs: context.inputs.slice(0, 1), attributes: {} });
