import { findList, number } from "../graph/attributes.ts";
import type { Dim } from "../graph/graph.ts";
import { frontAxis } from "../graph/shape.ts";
import { cannot, findNumbers, type Pullback, type PullbackContext } from "./pullback.ts";
import { reshapeTo } from "./reshape-to.ts";

/** dy with the reduced axes back as 1, repeated over them; and how many elements each result came from. */
function spreadBack(context: PullbackContext): { spread: string; count: number } {
  const { builder, emit, attributes, inputs, dy, shape } = context;
  const from = shape(inputs[0]!);
  const given = findList(attributes, "axes") ?? findNumbers(context, 1);
  const axes = new Set((given ?? from.map((_, i) => i)).map((a) => frontAxis(a, from.length)));
  const count = from.reduce<number>((product, d, i) => (axes.has(i) ? product * Number(d) : product), 1);
  if (!Number.isFinite(count)) throw cannot(context, "it reduces over the batch");
  const kept = reshapeTo(
    builder,
    dy,
    from.map((d, i): Dim => (axes.has(i) ? 1 : d)),
  );
  return { spread: emit("Expand", [kept, emit("Shape", [inputs[0]!])]), count };
}

export const reduceSum: Pullback = (context) => [spreadBack(context).spread];

export const reduceMean: Pullback = (context) => {
  const { spread, count } = spreadBack(context);
  return [context.emit("Mul", [spread, context.builder.float(1 / count)])];
};

/** To every element that is the largest (or smallest); those that tie share, as in PyTorch. */
export const reduceExtremum: Pullback = (context) => {
  const { builder, emit, attributes, inputs, output, dy, dys } = context;
  const at = (gradient: string) => spreadBack({ ...context, dy: gradient, dys }).spread;
  const mask = emit("Cast", [emit("Equal", [inputs[0]!, at(output)])], { to: 1 });
  const axes = findList(attributes, "axes");
  const keepdims = number(attributes, "keepdims", 1);
  const ties = emit("ReduceSum", [mask, ...(axes ? [builder.int(axes)] : [])], { keepdims });
  return [emit("Mul", [mask, at(emit("Div", [dy, ties]))])];
};
