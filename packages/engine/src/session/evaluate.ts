import { type InferenceSession, Tensor } from "onnxruntime-node";
import type { CompiledExplainer, CompiledMethod } from "../explain/compile.ts";
import type { EvaluatedMap, EvaluationContext, ProgramKind } from "../method/method.ts";
import { isRepeated } from "../method/method.ts";
import { getMethod } from "../method/table.ts";
import { runGraph } from "./runtime.ts";

/** Loads a program of the explainer, once. */
export type LoadProgram = (index: number) => Promise<InferenceSession>;

/** One picture for a method by repeated evaluation. */
export interface Subject {
  readonly pixels: Float32Array;
  readonly target: number;
  /** The pictures of the same run. */
  readonly references: Float32Array;
}

type Explainer = Pick<CompiledExplainer, "programs" | "input">;

/** Explains one picture by a method that evaluates the model many times. */
export function evaluate(
  explainer: Explainer,
  { slug, parameters, layer, programs }: CompiledMethod,
  load: LoadProgram,
  subject: Subject,
): Promise<EvaluatedMap> {
  const method = getMethod(slug);
  if (!isRepeated(method)) throw new Error(`${slug} is a graph`);
  const { height, width } = explainer.input;
  const { pixels, target } = subject;

  const run = async (kind: ProgramKind, n: number, data: { pixels?: Float32Array; activations?: Float32Array }) => {
    const index = programs[kind]!;
    const { inputs } = explainer.programs[index]!;
    const feeds: Record<string, Tensor> = {};
    if (inputs.pixels && data.pixels) feeds[inputs.pixels] = new Tensor("float32", data.pixels, [n, 3, height, width]);
    if (inputs.target) feeds[inputs.target] = new Tensor("int64", new BigInt64Array(n).fill(BigInt(target)), [n]);
    if (inputs.activations && data.activations && layer) {
      feeds[inputs.activations] = new Tensor("float32", data.activations, [
        n,
        layer.channels,
        layer.height,
        layer.width,
      ]);
    }
    const [output] = Object.values(await runGraph(await load(index), feeds));
    return output!.data as Float32Array;
  };

  /** The same picture n times, for programs that read it beside other activations. */
  const repeated = (n: number) => {
    const batch = new Float32Array(n * pixels.length);
    for (let i = 0; i < n; i++) batch.set(pixels, i * pixels.length);
    return batch;
  };

  const context: EvaluationContext = {
    parameters,
    pixels,
    height,
    width,
    target,
    layer,
    references: subject.references,
    scores: (batch, n) => run("scores", n, { pixels: batch }),
    gradient: (batch, n) => run("gradient", n, { pixels: batch }),
    activations: () => run("activations", 1, { pixels }),
    head: (activations, n) => run("head", n, { activations, pixels: repeated(n) }),
  };
  return method.evaluate(context);
}
