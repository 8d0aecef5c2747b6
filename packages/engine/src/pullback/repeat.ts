import type { Builder } from "../graph/builder.ts";

/**
 * Each pixel of [N, C, h, w] repeated kh × kw times, times a factor: a product with a 0-1 matrix along the rows, then a
 * Gather of rows. A Resize would do the same, but the runtime's optimiser cannot prove the batch behind it, and leaves the
 * blocked layout of its convolutions at every Add and Mul from there on.
 */
export function emitRepeat(
  builder: Builder,
  name: string,
  [kh, kw]: readonly [number, number],
  factor: number,
): string {
  const { emit } = builder;
  const [h, w] = builder.shape(name).slice(2).map(Number) as [number, number];
  const range = (count: number, step: number) => Array.from({ length: count }, (_, i) => Math.floor(i / step));
  const from = builder.float(range(w, 1), [w, 1]);
  const to = builder.float(range(w * kw, kw), [1, w * kw]);
  const matrix = emit("Mul", [emit("Cast", [emit("Equal", [from, to])], { to: 1 }), builder.float(factor)]);
  return emit("Gather", [emit("MatMul", [name, matrix]), builder.int(range(h * kh, kh))], { axis: 2 });
}

/** What was repeated, and how to repeat something else alike; undefined for what is no repetition. */
export function findRepeat(
  builder: Builder,
  name: string,
): { pixels: string; again(pixels: string): string } | undefined {
  const gather = builder.producer(name);
  const matMul =
    gather?.op === "Gather" && gather.attributes.axis === 2 ? builder.producer(gather.inputs[0]!) : undefined;
  if (!gather || matMul?.op !== "MatMul" || builder.shape(name).length !== 4) return undefined;
  const [pixels, matrix] = matMul.inputs as [string, string];
  if (builder.shape(matrix).length !== 2) return undefined;
  const again = (other: string) =>
    builder.emit("Gather", [builder.emit("MatMul", [other, matrix]), gather.inputs[1]!], { axis: 2 });
  return { pixels, again };
}
