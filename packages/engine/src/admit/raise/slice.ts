import { findList } from "../../graph/attributes.ts";
import { intTensor } from "../../graph/tensor.ts";
import { type Raise, refuse } from "./raise.ts";

/** Slice: starts, ends and axes are inputs since opset 10. */
export const slice: Raise = (context) => {
  if (context.opset >= 10) return context;
  const [starts, ends] = [findList(context.attributes, "starts"), findList(context.attributes, "ends")];
  if (!starts || !ends) throw refuse(context, "it lacks starts and ends");
  const axes = findList(context.attributes, "axes") ?? starts.map((_, i) => i);
  return {
    op: "Slice",
    inputs: [context.inputs[0]!, ...[starts, ends, axes].map((l) => context.constant(intTensor(l)))],
    attributes: {},
  };
};
