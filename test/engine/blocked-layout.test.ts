import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { compileExplainer, print } from "../../packages/engine/src/index.ts";
import { type TinyNode, tinyClassifier } from "./tiny-model.ts";

// A fire module before a pool, one behind it, and a transition: what SqueezeNet and DenseNet are made of, in whole blocks.

const conv = (x: string, weight: string, y: string, pad = 0): TinyNode[] => [
  {
    op: "Conv",
    inputs: [x, weight, `${weight}-bias`],
    outputs: [`${y}-sum`],
    attributes: { pads: Array(4).fill(pad) },
  },
  { op: "Relu", inputs: [`${y}-sum`], outputs: [y] },
];

const fire = (x: string, name: string): TinyNode[] => [
  ...conv(x, `${name}-squeeze`, `${name}-s`),
  ...conv(`${name}-s`, `${name}-one`, `${name}-e1`),
  ...conv(`${name}-s`, `${name}-three`, `${name}-e3`, 1),
  { op: "Concat", inputs: [`${name}-e1`, `${name}-e3`], outputs: [name], attributes: { axis: 1 } },
];

const window = (size: number, stride: number) => ({ kernel_shape: [size, size], strides: [stride, stride] });

const nodes: TinyNode[] = [
  ...conv("image", "first", "x", 1),
  ...fire("x", "a"),
  { op: "MaxPool", inputs: ["a"], outputs: ["pool"], attributes: window(3, 2) },
  ...fire("pool", "b"),
  ...conv("b", "transition", "t"),
  { op: "Conv", inputs: ["t", "last"], outputs: ["l"] },
  { op: "AveragePool", inputs: ["l"], outputs: ["average"], attributes: window(2, 2) },
  { op: "Relu", inputs: ["average"], outputs: ["features"] },
];

const shapes: Record<string, number[]> = {
  first: [16, 3, 3, 3],
  "a-squeeze": [16, 16, 1, 1],
  "a-one": [16, 16, 1, 1],
  "a-three": [16, 16, 3, 3],
  "b-squeeze": [16, 32, 1, 1],
  "b-one": [16, 16, 1, 1],
  "b-three": [16, 16, 3, 3],
  transition: [16, 32, 1, 1],
  last: [16, 16, 1, 1],
};

const random = (dims: readonly number[], seed: number, scale: number) => ({
  dims,
  data: Array.from(
    { length: dims.reduce((a, b) => a * b, 1) },
    (_, i) => (((Math.imul(i + 1, 2654435761) ^ Math.imul(seed + 1, 40503)) >>> 8) % 2001) * scale * 1e-3 - scale,
  ),
});

const tensors = Object.fromEntries(
  Object.entries(shapes).flatMap(([name, dims], i) => [
    [name, random(dims, i, 0.5)],
    [`${name}-bias`, random([16], i + 50, 0.2)],
  ]),
);

const netOf = (side: number, ...body: Parameters<typeof tinyClassifier>) => ({
  side,
  file: tinyClassifier(body[0], body[1], { ...body[2], inputs: { image: ["N", 3, side, side] } }),
});
const fires = netOf(21, nodes, 16, { tensors });
const { file, side } = fires;
/** A pool over half a million numbers a picture. */
const large = netOf(
  128,
  [...conv("image", "wide", "x"), { op: "MaxPool", inputs: ["x"], outputs: ["features"], attributes: window(2, 2) }],
  32,
  { tensors: { wide: random([32, 3, 1, 1], 3, 0.5), "wide-bias": random([32], 4, 0.2) } },
);
/** Two residual blocks before a strided Conv, whose gradient leaves the blocks. */
const residual = netOf(
  16,
  [
    ...conv("image", "first", "x", 1),
    ...["a", "b"].flatMap((name, i) => [
      ...conv(i === 0 ? "x" : "a", `${name}-in`, `${name}-1`),
      { op: "Conv", inputs: [`${name}-1`, `${name}-out`], outputs: [`${name}-2`] },
      { op: "Add", inputs: [`${name}-2`, i === 0 ? "x" : "a"], outputs: [`${name}-sum`] },
      { op: "Relu", inputs: [`${name}-sum`], outputs: [name] },
    ]),
    { op: "Conv", inputs: ["b", "stride"], outputs: ["s"], attributes: { strides: [2, 2] } },
    { op: "Relu", inputs: ["s"], outputs: ["features"] },
  ],
  16,
  {
    tensors: {
      ...tensors,
      ...Object.fromEntries(
        ["stride", "a-in", "a-out", "b-in", "b-out"].map((name, i) => [name, random([16, 16, 1, 1], i + 20, 0.5)]),
      ),
      "a-in-bias": random([16], 30, 0.2),
      "b-in-bias": random([16], 31, 0.2),
    },
  },
);
/** Inception's: a border made of zeros, then a pool that counts it. */
const bordered = netOf(
  12,
  [
    ...conv("image", "first", "x", 1),
    { op: "Pad", inputs: ["x", "border"], outputs: ["p"] },
    { op: "AveragePool", inputs: ["p"], outputs: ["average"], attributes: window(3, 1) },
    ...conv("average", "last", "features"),
  ],
  16,
  { tensors: { ...tensors, border: { dims: [8], data: [0, 0, 1, 1, 0, 0, 1, 1], type: "int64" } } },
);
const slugs = ["vanilla", "deconvnet", "guided", "grad-cam"];
const methods = slugs.map((slug) => ({ slug }));

async function maps(
  { file, side }: typeof fires,
  profile: "cpu" | "cuda",
  n: number,
): Promise<Record<string, Float32Array>> {
  const { onnx, ports } = compileExplainer(file, methods, { profile, weights: "inline" });
  const session = await InferenceSession.create(onnx, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const { data } = random([n, 3, side, side], 99, 2);
  const results = await session.run({
    image: new Tensor("float32", Float32Array.from(data), [n, 3, side, side]),
    [ports.target]: new Tensor(
      "int64",
      BigInt64Array.from({ length: n }, (_, i) => BigInt(i % 4)),
      [n],
    ),
  });
  await session.release();
  return Object.fromEntries(slugs.map((slug, i) => [slug, results[ports.maps[0]![i]!.map]!.data as Float32Array]));
}

describe("on a CPU, backward passes stay in the runtime's blocked layout", () => {
  const lines = print(compileExplainer(file, methods).graph).split("\n");
  const having = (...words: string[]) => lines.filter((line) => words.every((word) => line.includes(word)));

  test("the gradient of a Concat is made in parts by the convolution that made it", () => {
    expect(having("= Split(")).toEqual([]);
    // Two concats of two parts: each has its own rows of the turned kernel.
    expect(having("= Slice(transpose")).toHaveLength(4);
  });

  test("a pool behind a Concat is a pool of each part", () => {
    expect(having("= MaxPool(").map((line) => line.split(",")[0])).toEqual(["pool:part-0 [N", "pool:part-1 [N"]);
    expect(having("a [N, 32, 21, 21] = Concat(")).toEqual([]);
    const kept = compileExplainer(file, [{ slug: "grad-cam", parameters: { layer: "a" } }]).graph;
    expect(kept.values.get("a")?.shape).toEqual(["N", 32, side, side]);
  });

  test("the ReLUs before a pool are masked on its grid", () => {
    expect(having("[N, 16, 21, 21] = Clip(")).toHaveLength(2);
    expect(having("[N, 16, 10, 10] = Clip(").length).toBeGreaterThan(0);
  });

  test("gradients that meet in a residual block meet in blocks, where the runtime adds them while it convolves", () => {
    const text = print(compileExplainer(residual.file, [{ slug: "vanilla" }]).graph).split("\n");
    const made = (name: string) => text.find((line) => line.trim().startsWith(`${name} [`)) ?? "";
    const sums = text.flatMap((line) => /add_\d+ \[N, 16, 16, 16\] = Add\((\S+), (\S+)\)/.exec(line)?.slice(1) ?? []);
    expect(sums.map((name) => /= (\w+)\(/.exec(made(name))?.[1]).sort()).toEqual(["Conv", "Conv", "Conv", "Mul"]);
  });

  test("a pool's gradient is made without the border that would be cut off again", () => {
    const text = print(compileExplainer(bordered.file, [{ slug: "vanilla" }]).graph);
    expect(text).not.toMatch(/\[N, 16, 12, 12\] = Slice\(/);
    expect(text.split("= AveragePool(")).toHaveLength(3);
  });

  test("every gradient has a batch that stands first, also behind a scatter", () => {
    expect(having("= ScatterElements(").every((line) => /\[N, 7056\] = ScatterElements\(/.test(line))).toBe(true);
  });

  test("an AveragePool's gradient goes through the 1×1 Conv before it is repeated", () => {
    expect(having("= MatMul(", "[N, 16, 5, 10]").length).toBeGreaterThan(0);
    expect(having("= Conv(", "[N, 16, 5, 5]").length).toBeGreaterThan(0);
  });

  test("a large gradient is scattered into zeros of its own, small ones into shared zeros", () => {
    const count = ({ file: model }: typeof fires, size: number, op: string) =>
      print(compileExplainer(model, methods).graph).split(`[N, ${size}] = ${op}(`).length - 1;
    const [wide, narrow] = [32 * 128 * 128, 16 * 21 * 21];
    expect(count(large, wide, "Expand")).toBe(count(large, wide, "ScatterElements"));
    expect(count(large, wide, "Expand")).toBe(2);
    // Two parts, each with one scatter a method.
    expect([count(fires, narrow, "Expand"), count(fires, narrow, "ScatterElements")]).toEqual([2, 6]);
  });

  test.each([
    ["fire modules", fires, 1],
    ["fire modules", fires, 2],
    ["fire modules", fires, 5],
    ["a large pool", large, 2],
    ["residual blocks", residual, 2],
    ["a border before a pool", bordered, 2],
  ])("and their maps are those of the plain forms: %s (%#)", async (_, net, n) => {
    const [blocked, plain] = [await maps(net, "cpu", n), await maps(net, "cuda", n)];
    for (const slug of slugs) {
      const largest = plain[slug]!.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
      const worst = plain[slug]!.reduce((a, b, i) => Math.max(a, Math.abs(b - blocked[slug]![i]!)), 0);
      expect(largest).toBeGreaterThan(0);
      expect(worst / largest).toBeLessThan(1e-5);
    }
  });
});
