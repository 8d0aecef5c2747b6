import * as fc from "fast-check";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { type Builder, createBuilder } from "../../packages/engine/src/graph/builder.ts";
import type { Graph } from "../../packages/engine/src/graph/graph.ts";
import { print } from "../../packages/engine/src/graph/print.ts";
import { writeModel } from "../../packages/engine/src/onnx/write-model.ts";
import { backward } from "../../packages/engine/src/pullback/backward.ts";
import { pullbacks } from "../../packages/engine/src/pullback/table.ts";
import { lower } from "../../packages/engine/src/target/lower.ts";
import { profiles } from "../../packages/engine/src/target/profile.ts";

const empty: Graph = { inputs: [], outputs: [], nodes: [], values: new Map(), aliases: new Map() };

type Profile = (typeof profiles)[keyof typeof profiles];

/** Values from −2 to 2 in halves: exact in every order of summation, and full of ties. */
const halves = (count: number, seed: number) =>
  Float32Array.from(
    { length: count },
    (_, i) => (((Math.imul(i + 1, 2654435761) ^ Math.imul(seed, 40503)) >>> 8) % 9) / 2 - 2,
  );

const size = (dims: readonly number[]) => dims.reduce((product, d) => product * d, 1);

/** Runs a graph of one output on two pictures. */
async function run(graph: Graph, shapes: Readonly<Record<string, readonly number[]>>): Promise<Float32Array> {
  const session = await InferenceSession.create(writeModel(graph, "inline"), {
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const feeds = Object.entries(shapes).map(([name, shape], i) => {
    const dims = [2, ...shape];
    return [name, new Tensor("float32", halves(size(dims), i), dims)] as const;
  });
  const results = await session.run(Object.fromEntries(feeds));
  await session.release();
  // Adding 0 makes 0 of −0: the forms differ there.
  return (results[graph.outputs[0]!]!.data as Float32Array).map((v) => v + 0);
}

const graphOf = (profile: Profile, shape: readonly number[], emit: (builder: Builder, x: string) => string): Graph => {
  const builder = createBuilder(empty, profile);
  return builder.finish([emit(builder, builder.input({ name: "x", type: "float32", shape: ["N", ...shape] }))]);
};

/** The form that WebGPU gets, where it differs, beside the one that the CPU gets. */
async function expectSameFunction(shape: readonly number[], emit: (builder: Builder, x: string) => string) {
  const plain = graphOf(profiles.cpu, shape, emit);
  const lowered = lower(plain, profiles.webgpu);
  expect(print(lowered)).not.toBe(print(plain));
  expect(await run(lowered, { x: shape })).toEqual(await run(plain, { x: shape }));
}

const axis = fc
  .record({
    kernel: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 2 }),
    begin: fc.integer({ min: 0, max: 3 }),
    end: fc.integer({ min: 0, max: 3 }),
    extent: fc.integer({ min: 1, max: 9 }),
  })
  // Padding is smaller than the kernel, and a window fits.
  .filter(({ kernel, begin, end }) => begin < kernel && end < kernel)
  .filter(({ kernel, dilation, begin, end, extent }) => extent + begin + end >= dilation * (kernel - 1) + 1);

type Axis = typeof axis extends fc.Arbitrary<infer Value> ? Value : never;

const windowOf = (axes: readonly Axis[]) => ({
  kernel_shape: axes.map(({ kernel }) => kernel),
  strides: axes.map(({ stride }) => stride),
  dilations: axes.map(({ dilation }) => dilation),
  pads: [...axes.map(({ begin }) => begin), ...axes.map(({ end }) => end)],
});

/** Whether every window, one more for ceil mode included, holds an element; the runtime has no maximum for one without. */
function holdsElements({ kernel, stride, dilation, begin, end, extent }: Axis): boolean {
  const windows = Math.ceil((extent + begin + end - dilation * (kernel - 1) - 1) / stride) + 1;
  return Array.from({ length: windows }, (_, w) => w * stride - begin).every(
    (first) =>
      first >= extent ||
      Array.from({ length: kernel }, (_, k) => first + k * dilation).some((place) => place >= 0 && place < extent),
  );
}

test("a pool's gradient by comparing is the one by indices, ties, overlaps and padding included", async () => {
  const rank = fc
    .constantFrom(1, 2, 3)
    .chain((count) => fc.array(axis.filter(holdsElements), { minLength: count, maxLength: count }));
  const gradient = (profile: Profile, axes: readonly Axis[], ceil: number): Graph => {
    const forward = graphOf(profiles.cpu, [2, ...axes.map(({ extent }) => extent)], (builder, x) =>
      builder.emit("MaxPool", [x], { ...windowOf(axes), ceil_mode: ceil }),
    );
    const y = forward.outputs[0]!;
    const builder = createBuilder(forward, profile);
    const seed = builder.input({ name: "dy", type: "float32", shape: builder.shape(y) });
    const dx = backward({ builder, graph: forward, from: y, seed, to: ["x"], table: pullbacks }).get("x")!;
    return lower(builder.finish([dx]), profile);
  };
  await fc.assert(
    fc.asyncProperty(rank, fc.constantFrom(0, 1), async (axes, ceil) => {
      const [indices, comparing] = [gradient(profiles.cpu, axes, ceil), gradient(profiles.webgpu, axes, ceil)];
      expect(comparing.nodes.map(({ op }) => op)).not.toContain("ScatterElements");
      const shapes = {
        x: [2, ...axes.map(({ extent }) => extent)],
        dy: indices.values.get("dy")!.shape.slice(1).map(Number),
      };
      expect(await run(comparing, shapes)).toEqual(await run(indices, shapes));
    }),
    { numRuns: 80 },
  );
});

test("a grouped ConvTranspose as a Conv over a stuffed input is the same function", async () => {
  const axes = fc.array(axis, { minLength: 1, maxLength: 2 });
  await fc.assert(
    fc.asyncProperty(
      axes,
      fc.constantFrom(2, 3),
      fc.constantFrom(1, 2),
      fc.boolean(),
      async (sides, group, per, bias) => {
        const { pads, ...window } = windowOf(sides);
        const extra = sides.map(({ stride, extent }) => extent % stride);
        const cut = sides.map(
          ({ kernel, dilation, extent, stride }) => (extent - 1) * stride + dilation * (kernel - 1),
        );
        const attributes = {
          ...window,
          // No more is cropped than there is.
          pads: pads.map((p, i) => Math.min(p, Math.floor(cut[i % sides.length]! / 2))),
          output_padding: extra,
          group,
        };
        await expectSameFunction([group * per, ...sides.map(({ extent }) => extent)], (builder, x) => {
          const dims = [group * per, 2, ...window.kernel_shape];
          const weight = builder.float(halves(size(dims), 7), dims);
          const shift = bias ? [builder.float(halves(group * 2, 8))] : [];
          return builder.emit("ConvTranspose", [x, weight, ...shift], attributes);
        });
      },
    ),
    { numRuns: 60 },
  );
});

test("an average over counted padding in ceil mode divides by what each window holds of the padded picture", async () => {
  const shape = [1, 5, 5];
  const attributes = { kernel_shape: [3, 3], strides: [3, 3], pads: [1, 1, 0, 0], ceil_mode: 1, count_include_pad: 1 };
  const plain = graphOf(profiles.cpu, shape, (builder, x) => builder.emit("AveragePool", [x], attributes));
  const x = halves(50, 0);
  const expected = [0, 1].flatMap((n) =>
    [0, 3].flatMap((top) =>
      [0, 3].map((left) => {
        const places = [0, 1, 2].flatMap((i) => [0, 1, 2].map((j) => [top + i, left + j] as const));
        // The padded picture has 6 rows and columns, the first of them zeros.
        const inside = places.filter(([i, j]) => i < 6 && j < 6);
        const sum = inside.reduce((s, [i, j]) => s + (i > 0 && j > 0 ? x[n * 25 + (i - 1) * 5 + (j - 1)]! : 0), 0);
        return Math.fround(sum / inside.length);
      }),
    ),
  );
  for (const profile of [profiles.cuda, profiles.webgpu]) {
    const lowered = lower(plain, profile);
    expect(lowered.nodes.map(({ op }) => op)).toEqual(["Pad", "AveragePool", "Identity"]);
    expect(Array.from(await run(lowered, { x: shape }), (v) => v.toFixed(5))).toEqual(
      expected.map((v) => v.toFixed(5)),
    );
  }
});

test("a Conv of 6, 9 or 15 channels with zeros up to 8, 12 or 16 is the same function", async () => {
  for (const channels of [6, 9, 15]) {
    await expectSameFunction([channels, 5, 6], (builder, x) => {
      const dims = [4, channels, 3, 3];
      return builder.emit("Conv", [x, builder.float(halves(size(dims), 3), dims), builder.float(halves(4, 5))], {
        kernel_shape: [3, 3],
        strides: [2, 1],
        dilations: [1, 1],
        pads: [1, 1, 1, 1],
        group: 1,
      });
    });
  }
});

test("a grouped Conv of 5, 6, 7 or 10 channels a group with zeros up to 8 or 12 is the same function", async () => {
  for (const [group, perGroup, bias] of [
    [2, 5, true],
    [4, 6, false],
    [2, 7, true],
    [2, 10, false],
  ] as const) {
    await expectSameFunction([group * 3, 5, 6], (builder, x) => {
      const dims = [group * perGroup, 3, 3, 2];
      const shift = bias ? [builder.float(halves(group * perGroup, 5))] : [];
      return builder.emit("Conv", [x, builder.float(halves(size(dims), 3), dims), ...shift], {
        kernel_shape: [3, 2],
        strides: [2, 1],
        dilations: [1, 1],
        pads: [1, 1, 1, 1],
        group,
      });
    });
  }
});

test("nothing is written anew for a provider that runs it as it is", () => {
  const graph = graphOf(profiles.cpu, [8, 4, 4], (builder, x) => builder.emit("Relu", [x]));
  for (const profile of Object.values(profiles)) expect(lower(graph, profile)).toBe(graph);
});
