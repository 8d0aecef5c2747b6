import { number } from "../graph/attributes.ts";
import { cannot, type Pullback, type PullbackContext } from "./pullback.ts";

/** dy is one-hot at the start of the walk: dy·W is then a row of W, without a multiplication. */
function rowOf({ builder, emit, dy }: PullbackContext, weight: string): string | undefined {
  const seed = builder.producer(dy);
  return seed?.op === "OneHot" ? emit("Gather", [weight, seed.inputs[0]!], { axis: 0 }) : undefined;
}

/** y = α·a·b + β·c → da = α·dy·bᵀ, db = α·aᵀ·dy, dc = β·dy; b may be stored transposed, as fully connected layers are. */
export const gemm: Pullback = (context) => {
  const { emit, attributes, inputs, dy, wants } = context;
  const [a, b] = inputs as [string, string];
  const [alpha, beta] = [number(attributes, "alpha", 1), number(attributes, "beta", 1)];
  const transB = number(attributes, "transB", 0);
  if (number(attributes, "transA", 0) === 1) throw cannot(context, "its first operand is transposed");
  const scale = (name: string, factor: number) =>
    factor === 1 ? name : emit("Mul", [name, context.builder.float(factor)]);
  const product = (x: string, y: string, transA: number, transY: number) =>
    emit("Gemm", [x, y], { transA, transB: transY, alpha, beta: 1 });
  const row = transB === 1 && wants(0) ? rowOf(context, b) : undefined;
  return [
    wants(0) ? (row === undefined ? product(dy, b, 0, 1 - transB) : scale(row, alpha)) : undefined,
    wants(1) ? (transB === 1 ? product(dy, a, 1, 0) : product(a, dy, 1, 0)) : undefined,
    wants(2) ? scale(dy, beta) : undefined,
  ];
};

/** y = a·b → da = dy·bᵀ, db = aᵀ·dy. */
export const matMul: Pullback = ({ builder, emit, inputs, dy, wants, shape }) => {
  const [a, b] = inputs as [string, string];
  const turned = (name: string) => {
    const rank = shape(name).length;
    const perm = Array.from({ length: rank }, (_, i) => (i < rank - 2 ? i : 2 * rank - 3 - i));
    return emit("Transpose", [name], { perm });
  };
  const flat = shape(dy).length === 2 && shape(b).length === 2 && builder.value(b).tensor;
  return [
    wants(0)
      ? flat
        ? emit("Gemm", [dy, b], { transA: 0, transB: 1, alpha: 1, beta: 1 })
        : emit("MatMul", [dy, turned(b)])
      : undefined,
    wants(1) ? emit("MatMul", [turned(a), dy]) : undefined,
  ];
};
