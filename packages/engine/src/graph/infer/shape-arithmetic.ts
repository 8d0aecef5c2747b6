import { number } from "../attributes.ts";
import { flatSize } from "../shape.ts";
import { type Infer, inconsistent, input, knownNumbers } from "./infer.ts";

export const shapeOf: Infer = (context) => {
  const { shape } = input(context, 0);
  const end = number(context.attributes, "end", shape.length);
  const known = shape.slice(number(context.attributes, "start", 0), end);
  return [{ type: "int64", shape: [known.length], known }];
};

export const size: Infer = (context) => {
  const count = flatSize(input(context, 0).shape);
  return [{ type: "int64", shape: [], ...(count !== undefined && { known: [count] }) }];
};

/** Any shape that the graph itself computes: only its length and known parts matter. */
export const constantOfShape: Infer = (context) => {
  const value = context.attributes.value;
  const type = typeof value === "object" && "bytes" in value ? value.type : "float32";
  const wanted = input(context, 0).known;
  if (!wanted) throw inconsistent(context, "makes a tensor of a size that is not known before the model runs");
  return [{ type, shape: wanted }];
};

export const range: Infer = (context) => {
  const [start, limit, delta] = [0, 1, 2].map((i) => knownNumbers(context, i)[0]!) as [number, number, number];
  const count = Math.max(0, Math.ceil((limit - start) / delta));
  if (!(count <= 4096))
    throw inconsistent(context, `counts ${count} numbers, more than the 4096 that are possible here`);
  const known = Array.from({ length: count }, (_, i) => start + i * delta);
  return [{ type: input(context, 0).type, shape: [known.length], known }];
};
