import type { Builder } from "../graph/builder.ts";
import type { Node } from "../graph/graph.ts";
import { reshapeTo } from "./reshape-to.ts";

/** Numbers of a picture's gradient from which zeros are not shared. */
const largeGradient = 2 ** 19;

/**
 * The gradient of a MaxPool: `dy` added up at each window's first maximum. The runtime's indices count over the whole
 * [N, C, H, W]; they are brought down to each image's own, so that the batch stays an axis of its own whose size the
 * runtime's optimiser can prove: behind a scatter over one flat axis it would leave the blocked layout of its convolutions
 * at every Add and Mul.
 */
export function emitPoolScatter(builder: Builder, node: Node, dy: string): string {
  const { emit, shape } = builder;
  const perImage = (name: string) =>
    shape(name)
      .slice(1)
      .map(Number)
      .reduce((a, b) => a * b, 1);
  const [x] = node.inputs as [string];
  const [size, count] = [perImage(x), perImage(dy)];
  const indices = reshapeTo(builder, builder.emitAll("MaxPool", node.inputs, node.attributes, 2)[1]!, ["N", count]);
  const updates = reshapeTo(builder, dy, ["N", count]);
  const firstOf = (name: string) => emit("Slice", [name, builder.int([0]), builder.int([1]), builder.int([1])]);
  const before = emit("Mul", [emit("Div", [firstOf(indices), builder.int([size])]), builder.int([size])]);
  // A large gradient has zeros of its own, which the scatter overwrites: shared ones are copied, and held until the last
  // method has had them. Small ones share all the same: every node makes loading slower.
  const first = firstOf(size < largeGradient ? indices : updates);
  const zero = emit("Cast", [emit("Less", [first, first])], { to: 1 });
  const zeros = emit("Expand", [zero, builder.int([1, size])]);
  const scattered = emit("ScatterElements", [zeros, emit("Sub", [indices, before]), updates], {
    axis: 1,
    reduction: "add",
  });
  return reshapeTo(builder, scattered, shape(x));
}

/** What a gradient was scattered from; undefined where it is not a MaxPool's. */
export function findPoolScatter(builder: Builder, dx: string): { node: Node; dy: string } | undefined {
  const scatter = builder.producer(builder.producer(dx)?.inputs[0] ?? "");
  if (scatter?.op !== "ScatterElements") return undefined;
  const node = builder.producer(
    builder.producer(builder.producer(scatter.inputs[1]!)?.inputs[0] ?? "")?.inputs[0] ?? "",
  );
  const dy = builder.producer(scatter.inputs[2]!)?.inputs[0];
  return node?.op === "MaxPool" && dy !== undefined ? { node, dy } : undefined;
}
