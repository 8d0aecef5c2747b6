import { ModelInconsistentError, UnsupportedOpError } from "../../errors.ts";
import { sizePerImage } from "../shape.ts";
import type { InferContext, Inferred } from "./infer.ts";
import { inferences } from "./table.ts";

/**
 * Types and shapes of a node's outputs from those of its inputs.
 *
 * @throws UnsupportedOpError for an op without a rule; ModelInconsistentError for shapes that do not fit
 */
export function infer(context: InferContext): readonly Inferred[] {
  const rule = Object.hasOwn(inferences, context.op) ? inferences[context.op] : undefined;
  if (!rule) throw new UnsupportedOpError(context.op, context.name);
  const outputs = rule(context);
  for (const { shape } of outputs) {
    // Beyond 2^40 elements an image, no machine runs the model, and products stop being exact.
    const size = sizePerImage(shape);
    if (!(size >= 0 && size <= 2 ** 40)) {
      throw new ModelInconsistentError(
        `The model's node "${context.name}" (${context.op}) makes a tensor of impossible size.`,
      );
    }
  }
  return outputs;
}
