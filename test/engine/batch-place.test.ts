import { expect, test } from "vitest";
import { shapeByImage } from "../../packages/engine/src/graph/batch-place.ts";
import { createBuilder } from "../../packages/engine/src/graph/builder.ts";
import type { Shape } from "../../packages/engine/src/graph/graph.ts";
import { reshapeTo } from "../../packages/engine/src/pullback/reshape-to.ts";

function open(shape: Shape) {
  const builder = createBuilder({ inputs: [], outputs: [], nodes: [], values: new Map(), aliases: new Map() });
  return { builder, x: builder.input({ name: "x", type: "float32", shape }) };
}

test("a batch on an axis of its own stays there", () => {
  const { builder, x } = open([17, "N", 6]);
  expect(shapeByImage(builder, x)).toEqual([17, "N", 6]);
});

test("a batch that was joined with the axis before it or behind it is told apart, through what keeps that axis", () => {
  const { builder, x } = open([17, "N", 6]);
  const behind = reshapeTo(builder, x, [17, "2N", 3]);
  expect(shapeByImage(builder, behind)).toEqual([17, 1, "N", 2, 3]);
  const turned = builder.emit("Relu", [builder.emit("Transpose", [behind], { perm: [1, 0, 2] })]);
  expect(shapeByImage(builder, turned)).toEqual([1, "N", 2, 17, 3]);
  const rows = reshapeTo(builder, x, ["17N", 6]);
  expect(shapeByImage(builder, rows)).toEqual([17, "N", 1, 6]);
  const weighted = builder.emit("MatMul", [rows, builder.float(new Float32Array(12), [6, 2])]);
  expect(shapeByImage(builder, weighted)).toEqual([17, "N", 1, 2]);
  expect(shapeByImage(builder, reshapeTo(builder, turned, ["34N", 3]))).toEqual([1, "N", 34, 3]);
  expect(shapeByImage(builder, reshapeTo(builder, weighted, [17, "2N"]))).toEqual([17, 1, "N", 2]);
});

test("a batch whose order is not known, or that is not there, is not told", () => {
  const { builder, x } = open(["N", 6]);
  expect(shapeByImage(builder, builder.emit("Concat", [x, x], { axis: 0 }))).toBeUndefined();
  expect(shapeByImage(builder, builder.float([1, 2]))).toBeUndefined();
  expect(shapeByImage(open(["4N", 6]).builder, "x")).toBeUndefined();
});
