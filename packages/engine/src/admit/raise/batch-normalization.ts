import { number } from "../../graph/attributes.ts";
import { type Raise, refuse } from "./raise.ts";

/** BatchNormalization at inference: running statistics, one output. Before opset 14 more outputs were all that told training. */
export const batchNormalization: Raise = (context) => {
  const training = context.opset < 14 || number(context.attributes, "training_mode", 0) === 1;
  if (training && context.outputs.filter(Boolean).length > 1) {
    throw refuse(context, "it is in training mode; export the model for inference");
  }
  return {
    op: "BatchNormalization",
    inputs: context.inputs.slice(0, 5),
    attributes: { epsilon: number(context.attributes, "epsilon", 1e-5) },
  };
};
