import { number } from "../attributes.ts";
import { flatSize } from "../shape.ts";
import { floatTensor, hasNumbers, numbers } from "../tensor.ts";
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

/** Contents are followed up to here; exported shape arithmetic is far shorter. */
const longest = 4096;

/** Any shape that the graph itself computes; small ones are themselves part of shape arithmetic. */
export const constantOfShape: Infer = (context) => {
  const value = context.attributes.value;
  const fill = typeof value === "object" && "bytes" in value ? value : floatTensor([0]);
  const wanted = input(context, 0).known;
  if (!wanted) throw inconsistent(context, "makes a tensor of a size that is not known before the model runs");
  const count = flatSize(wanted);
  const [element] = typeof count === "number" && count <= longest && hasNumbers(fill) ? numbers(fill) : [];
  const known = element !== undefined && Array.from({ length: Number(count) }, () => element);
  return [{ type: fill.type, shape: wanted, ...(known && { known }) }];
};

export const range: Infer = (context) => {
  const [start, limit, delta] = [0, 1, 2].map((i) => knownNumbers(context, i)[0]!) as [number, number, number];
  const count = Math.max(0, Math.ceil((limit - start) / delta));
  if (!(count <= longest))
    throw inconsistent(context, `counts ${count} numbers, more than the ${longest} that are possible here`);
  const known = Array.from({ length: count }, (_, i) => start + i * delta);
  return [{ type: input(context, 0).type, shape: [known.length], known }];
};
