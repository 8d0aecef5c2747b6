import { InferenceSession, Tensor } from "onnxruntime-node";
import { raiseModel } from "../../packages/engine/src/admit/raise-model.ts";
import { createBuilder } from "../../packages/engine/src/graph/builder.ts";
import type { Graph } from "../../packages/engine/src/graph/graph.ts";
import { readModel } from "../../packages/engine/src/onnx/read-model.ts";
import { writeModel } from "../../packages/engine/src/onnx/write-model.ts";
import { backward } from "../../packages/engine/src/pullback/backward.ts";
import { pullbacks } from "../../packages/engine/src/pullback/table.ts";
import { simplify } from "../../packages/engine/src/simplify/simplify.ts";
import { lower } from "../../packages/engine/src/target/lower.ts";
import { profiles } from "../../packages/engine/src/target/profile.ts";
import { type TinyNode, type TinyTensor, tinyModel } from "./tiny-model.ts";

/** A function from "x" [N, ...shape] to "y", made of ONNX nodes. */
export interface TinyFunction {
  readonly shape: readonly number[];
  readonly nodes: readonly TinyNode[];
  readonly tensors?: Readonly<Record<string, TinyTensor>>;
  readonly opset?: number;
}

/** The function in the engine's dialect. */
export function raiseFunction({ shape, nodes, tensors, opset = 17 }: TinyFunction): Graph {
  const file = tinyModel({
    inputs: { x: ["N", ...shape] },
    outputs: { y: null },
    nodes,
    opset,
    ...(tensors && { tensors }),
  });
  return raiseModel(readModel(file), { name: "x", type: "float32", shape: ["N", ...shape] }, "y", null);
}

/** The function with the gradient of Σ y·weights at x: outputs y and dx. The weights are an input, "w". */
export function withGradient(fn: TinyFunction): Graph {
  const forward = simplify(raiseFunction(fn));
  const y = forward.outputs[0]!;
  const builder = createBuilder(forward);
  const seed = builder.input({ name: "w", type: "float32", shape: builder.shape(y) });
  const dx = backward({ builder, graph: forward, from: y, seed, to: ["x"], table: pullbacks }).get("x")!;
  return lower(builder.finish([y, dx]), profiles.cpu);
}

const size = (shape: readonly (number | string)[]) =>
  shape.reduce<number>((product, d) => (typeof d === "number" ? product * d : product), 1);

/** Σ a·b. */
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((sum, v, i) => sum + v * b[i]!, 0);

/**
 * How far the gradient is from finite differences in one direction, as a share of their size.
 *
 * @param x the point
 * @param random numbers in −1…1, for the direction and the weights
 * @param step how far to go in the direction, both ways
 */
export async function gradientError(
  fn: TinyFunction,
  x: Float32Array,
  random: () => number,
  step: number,
): Promise<number> {
  const graph = withGradient(fn);
  const [y, dx] = graph.outputs as [string, string];
  const session = await InferenceSession.create(writeModel(graph, "inline"), {
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const direction = x.map(random);
  const outputSize = size(graph.values.get(y)!.shape);
  const weights = Float32Array.from({ length: outputSize }, random);
  const batch = new Float32Array(3 * x.length);
  [0, step, -step].forEach((s, i) => {
    batch.set(
      x.map((v, k) => v + s * direction[k]!),
      i * x.length,
    );
  });
  const w = new Float32Array(3 * outputSize);
  for (let i = 0; i < 3; i++) w.set(weights, i * outputSize);
  const dims = graph.values.get(y)!.shape.map((d) => (typeof d === "number" ? d : 3));
  const results = await session.run({
    x: new Tensor("float32", batch, [3, ...fn.shape]),
    w: new Tensor("float32", w, dims),
  });
  await session.release();
  const values = results[y]!.data as Float32Array;
  const at = (i: number) => values.subarray(i * outputSize, (i + 1) * outputSize);
  const slopes = Array.from(at(1), (v, i) => (v - at(2)[i]!) / (2 * step));
  const expected = dot(slopes, weights);
  const gradient = (results[dx]!.data as Float32Array).subarray(0, x.length);
  const scale = Math.sqrt(dot(slopes, slopes)) + 1e-3;
  return Math.abs(dot(gradient, direction) - expected) / scale;
}
