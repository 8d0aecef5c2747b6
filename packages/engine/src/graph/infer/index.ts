import { ModelInconsistentError, UnsupportedOpError } from "../../errors.ts";
import { sizePerImage } from "../shape.ts";
import type { InferContext, Inferred } from "./infer.ts";
import { inferences } from "./table.ts";

/** The largest tensor, in elements an image: 512 MB of float32. Beyond it no machine of a user runs the model. */
const largestTensor = 2 ** 27;

/** Contents are followed for shape arithmetic, which is short; a hostile file could double them without end. */
const longestKnown = 4096;

function checked(context: Pick<InferContext, "op" | "name">, { known, ...output }: Inferred): Inferred {
  const size = sizePerImage(output.shape);
  if (!(size >= 0 && size <= largestTensor)) {
    throw new ModelInconsistentError(
      `The model's node "${context.name}" (${context.op}) makes a tensor of ${size} numbers an image, more than the ${largestTensor} that are possible here.`,
      { op: context.op, node: context.name },
    );
  }
  return known && known.length <= longestKnown ? { ...output, known } : output;
}

/**
 * Types and shapes of a node's outputs from those of its inputs.
 *
 * @throws UnsupportedOpError for an op without a rule; ModelInconsistentError for shapes that do not fit
 */
export function infer(context: InferContext): readonly Inferred[] {
  const rule = Object.hasOwn(inferences, context.op) ? inferences[context.op] : undefined;
  if (!rule) throw new UnsupportedOpError(context.op, context.name);
  return rule(context).map((output) => checked(context, output));
}
