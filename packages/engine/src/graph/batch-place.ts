import type { Builder } from "./builder.ts";
import type { Dim, Shape } from "./graph.ts";

const reshaping: ReadonlySet<string> = new Set(["Flatten", "Reshape", "Squeeze", "Unsqueeze"]);

const batchAxis = (shape: Shape): number => shape.findIndex((d) => typeof d === "string");
const before = (shape: Shape, axis: number): number =>
  shape.slice(0, axis).reduce<number>((size, d) => size * Number(d), 1);

/** Elements for each image on an axis that holds the batch: 12 of 12N. */
const perImage = (d: Dim): number => (d === "N" ? 1 : Number(String(d).slice(0, -1)));

/**
 * Where the batch stands on an axis that it shares: of [17N] that were [17, N], 17 lie before each image's place, of [4N]
 * that were [N, 4] one. Reshapes keep the order of all elements, and other ops that of the axis.
 *
 * @returns undefined where another op made the axis, so that its order is not known
 */
function placesBefore(builder: Builder, name: string): number | undefined {
  const shape = builder.shape(name);
  const axis = batchAxis(shape);
  if (shape[axis] === "N") return 1;
  const node = builder.producer(name);
  if (!node) return undefined;
  if (!reshaping.has(node.op)) {
    const same = node.inputs.find((input) => input && builder.shape(input).includes(shape[axis]!));
    return same === undefined ? undefined : placesBefore(builder, same);
  }
  const from = node.inputs[0]!;
  const places = placesBefore(builder, from);
  if (places === undefined) return undefined;
  const outer = (places * before(builder.shape(from), batchAxis(builder.shape(from)))) / before(shape, axis);
  return Number.isInteger(outer) ? outer : undefined;
}

/** The shape of a tensor with the batch on an axis of its own; undefined where it cannot be told apart. */
export function shapeByImage(builder: Builder, name: string): Shape | undefined {
  const shape = builder.shape(name);
  const axis = batchAxis(shape);
  if (axis < 0 || shape.some((d, i) => i !== axis && typeof d === "string")) return undefined;
  if (shape[axis] === "N") return shape;
  const outer = placesBefore(builder, name);
  if (outer === undefined) return undefined;
  const inner = perImage(shape[axis]!) / outer;
  return Number.isInteger(inner) ? [...shape.slice(0, axis), outer, "N", inner, ...shape.slice(axis + 1)] : undefined;
}
