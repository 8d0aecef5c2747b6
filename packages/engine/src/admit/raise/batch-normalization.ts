import { number } from "../../graph/attributes.ts";
import { type Raise, refuse } from "./raise.ts";

/** BatchNormalization at inference: running statistics, one output. */
export const batchNormalization: Raise = (context) => {
  if (number(context.attributes, "training_mode", 0) === 1 && context.outputs.filter(Boolean).length > 1) {
    throw refuse(context, "it is in training mode; export the model for inference");
  }
  return {
    op: "BatchNormalization",
    inputs: context.inputs.slice(0, 5),
    attributes: { epsilon: number(context.attributes, "epsilon", 1e-5) },
  };
};
