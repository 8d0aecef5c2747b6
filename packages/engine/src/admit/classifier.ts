import { EngineError } from "../errors.ts";
import { type Graph, getValue, producers, type Value } from "../graph/graph.ts";
import { dependents } from "../graph/path.ts";
import { sizePerImage } from "../graph/shape.ts";
import type { Model } from "../onnx/read-model.ts";
import { classOutputs, imageInput, noClassOutput, type Size, sizedInput } from "./ports.ts";
import { raiseModel } from "./raise-model.ts";

/** A classifier in the engine's dialect: from one image input to one tensor of logits. */
export interface Classifier {
  readonly graph: Graph;
  readonly input: string;
  /** The scores before any softmax: [N, K], or [N, K, 1, 1] as the model has them. */
  readonly logits: string;
  /** The output's own name, and whether it came after a softmax, which explanations skip. */
  readonly output: { readonly name: string; readonly softmax: boolean };
  readonly classCount: number;
}

const isScores = ({ shape, type }: Value): boolean =>
  type === "float32" &&
  shape[0] === "N" &&
  (shape.length === 2 || shape.length === 4) &&
  sizePerImage(shape) >= 2 &&
  shape[1] === sizePerImage(shape);

/** Ops behind a softmax that move nothing: flattening, dropping axes. */
const transparent = new Set(["Identity", "Flatten", "Reshape", "Squeeze"]);

/** The tensor before a softmax at the end, or the output itself. */
function findLogits(graph: Graph, output: string): { logits: string; softmax: boolean } {
  const maker = producers(graph.nodes);
  let name = output;
  for (let node = maker.get(name); node; node = maker.get(name)) {
    const before = node.inputs[0]!;
    if (node.op === "Softmax" || node.op === "LogSoftmax") return { logits: before, softmax: true };
    if (!transparent.has(node.op) || !isScores(getValue(graph, before))) break;
    name = before;
  }
  return { logits: output, softmax: false };
}

/** Class scores that the picture reaches by no way that a gradient could take back: says where the way ends. */
function noWay({ nodes }: Graph, reached: ReadonlySet<string>, output: string): EngineError | undefined {
  const end = nodes.find(
    ({ op, inputs, outputs }) =>
      // Shape arithmetic is nobody's way.
      op !== "Shape" &&
      op !== "Size" &&
      inputs.some((name) => reached.has(name)) &&
      !outputs.some((name) => reached.has(name)),
  );
  if (!end) return undefined;
  return new EngineError(
    "no-class-output",
    `The model's class scores "${output}" have no gradient: on the way from the picture its node "${end.name}" (${end.op}) gives values without a slope in float32; export the model without it.`,
    { op: end.op, node: end.name },
  );
}

/**
 * Finds the classifier in a model: its image input, its class output, and the graph between them at one input size.
 *
 * @throws EngineError `not-an-image-input`, `input-size`, `no-class-output`, `unsupported-op`, `model-inconsistent`
 */
export function findClassifier(model: Model, size?: Size): Classifier {
  const image = imageInput(model);
  const input = sizedInput(image, size);
  let refusal: EngineError | undefined;
  for (const port of classOutputs(model)) {
    try {
      const raised = raiseModel(model, input, port.name, image.fixedBatch);
      const output = raised.values.get(port.name);
      if (!output || !isScores(output)) continue;
      const { logits, softmax } = findLogits(raised, port.name);
      const reached = dependents(raised, [input.name]);
      if (!reached.has(logits)) {
        refusal ??= noWay(raised, reached, port.name);
        continue;
      }
      const classCount = sizePerImage(output.shape);
      return {
        graph: { ...raised, outputs: [logits] },
        input: input.name,
        logits,
        output: { name: port.name, softmax },
        classCount,
      };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      refusal ??= error;
    }
  }
  throw refusal ?? noClassOutput(model);
}
