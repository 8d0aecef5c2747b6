import { text } from "../../graph/attributes.ts";
import type { Dim } from "../../graph/graph.ts";
import { flatSize } from "../../graph/shape.ts";
import { intTensor } from "../../graph/tensor.ts";
import { type Raise, type RaiseContext, refuse } from "./raise.ts";

/** A tensor with a letter for each of its axes. */
interface Lettered {
  readonly name: string;
  readonly letters: readonly string[];
}

const only = (letters: readonly string[], wanted: (letter: string) => boolean) => letters.filter(wanted);
const equal = (a: readonly string[], b: readonly string[]) => a.join() === b.join();

function transposed(context: RaiseContext, { name, letters }: Lettered, order: readonly string[]): Lettered {
  if (equal(letters, order)) return { name, letters };
  const perm = order.map((letter) => letters.indexOf(letter));
  return { name: context.emit("Transpose", [name], { perm }), letters: order };
}

/** Sums over the letters that nobody else reads. */
function summed(context: RaiseContext, { name, letters }: Lettered, kept: ReadonlySet<string>): Lettered {
  const axes = letters.flatMap((letter, i) => (kept.has(letter) ? [] : [i]));
  if (axes.length === 0) return { name, letters };
  const sum = context.emit("ReduceSum", [name, context.constant(intTensor(axes))], { keepdims: 0 });
  return { name: sum, letters: only(letters, (letter) => kept.has(letter)) };
}

/** Reshapes; a batch that stays where it was is copied, one that moves is left over for −1. */
function shaped(context: RaiseContext, name: string, shape: readonly Dim[]): string {
  const from = context.value(name).shape;
  if (from.length === shape.length && from.every((d, i) => d === shape[i])) return name;
  const target = shape.map((d, i) => (typeof d === "number" ? d : from[i] === d ? 0 : -1));
  if (target.filter((d) => d === -1).length > 1) throw refuse(context, "it joins the batch with other axes twice");
  return context.emit("Reshape", [name, context.constant(intTensor(target))]);
}

/** a·b as MatMul of [shared, rows, inner] and [shared, inner, columns]. */
function product(context: RaiseContext, left: Lettered, right: Lettered, kept: ReadonlySet<string>): Lettered {
  const shared = only(left.letters, (l) => right.letters.includes(l) && kept.has(l));
  const inner = only(left.letters, (l) => right.letters.includes(l) && !kept.has(l));
  const rows = only(left.letters, (l) => !right.letters.includes(l));
  const columns = only(right.letters, (l) => !left.letters.includes(l));
  const a = transposed(context, left, [...shared, ...rows, ...inner]);
  const b = transposed(context, right, [...shared, ...inner, ...columns]);
  const extents = new Map(
    [a, b].flatMap(({ name, letters }) => letters.map((l, i) => [l, context.value(name).shape[i]!])),
  );
  const dims = (letters: readonly string[]) => letters.map((l) => extents.get(l)!);
  const joined = (letters: readonly string[]): Dim => {
    const size = flatSize(dims(letters));
    if (size === undefined) throw refuse(context, "it has the batch twice in one tensor");
    return size;
  };
  // Without shared letters the rows need not be joined: MatMul takes any number of axes in front.
  const front = shared.length === 0 && rows.length > 0 ? dims(rows) : [...dims(shared), joined(rows)];
  const x = shaped(context, a.name, [...front, joined(inner)]);
  const y = shaped(context, b.name, [...dims(shared), joined(inner), joined(columns)]);
  const letters = [...shared, ...rows, ...columns];
  return { name: shaped(context, context.emit("MatMul", [x, y]), dims(letters)), letters };
}

/** Einsum as transposes, products of matrices and sums, which every rule for those then fits. */
export const einsum: Raise = (context) => {
  const equation = text(context.attributes, "equation", "").replaceAll(" ", "");
  const [from, to] = equation.split("->") as [string, string | undefined];
  const terms = from.split(",").map((term) => [...term]);
  const all = terms.flat();
  // Without "->" the result has the letters that occur once, in alphabetical order.
  const result = to === undefined ? only(all, (l) => all.indexOf(l) === all.lastIndexOf(l)).sort() : [...to];
  const fits = terms.every((term, i) => {
    const name = context.inputs[i];
    return name && context.value(name).shape.length === term.length && new Set(term).size === term.length;
  });
  if (!fits || equation.includes(".") || !result.every((l) => all.includes(l))) {
    throw refuse(context, `its equation "${equation}" does not name each axis of its tensors by a letter of its own`);
  }
  const operands = terms.map((letters, i): Lettered => ({ name: context.inputs[i]!, letters }));
  const read = (rest: readonly Lettered[]) => new Set([...result, ...rest.flatMap(({ letters }) => letters)]);
  const combined = operands.reduce((left, right, i) => {
    const later = operands.slice(i + 1);
    const a = summed(context, left, read([right, ...later]));
    const b = summed(context, right, read([left, ...later]));
    return product(context, a, b, read(later));
  });
  const { name } = transposed(context, summed(context, combined, new Set(result)), result);
  return { op: "Identity", inputs: [name], attributes: {} };
};
