import fc from "fast-check";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { compileExplainer, type MethodRequest, print } from "../../packages/engine/src/index.ts";
import { type TinyNode, tinyClassifier } from "./tiny-model.ts";

// Chains of 3×3 Convs, as AlexNet's and VGG's, and AlexNet's 5×5 Conv.

const channels = 128;

const random = (dims: readonly number[], seed: number, scale: number) => ({
  dims,
  data: Array.from(
    { length: dims.reduce((a, b) => a * b, 1) },
    (_, i) => (((Math.imul(i + 1, 2654435761) ^ Math.imul(seed + 1, 40503)) >>> 8) % 2001) * scale * 1e-3 - scale,
  ),
});

const conv = (x: string, weight: string, y: string, pads: readonly number[]): TinyNode[] => [
  { op: "Conv", inputs: [x, weight, `${weight}-bias`], outputs: [`${y}-sum`], attributes: { pads } },
  { op: "Relu", inputs: [`${y}-sum`], outputs: [y] },
];

interface Net {
  readonly height: number;
  readonly width: number;
  /** Rows of the chain's kernels. */
  readonly rows: number;
  /** Their columns (default 3). */
  readonly columns?: number;
  readonly count: number;
  readonly channels?: number;
}

function netOf({ height, width, rows, columns = 3, count, channels: c = channels }: Net): Uint8Array {
  const names = Array.from({ length: count }, (_, i) => `w${i}`);
  const side = (columns - 1) / 2;
  const pads = [rows - 1, side, 0, side];
  const nodes = [
    ...conv("image", "first", "x0", [0, 0, 0, 0]),
    ...names.flatMap((name, i) => conv(`x${i}`, name, i === count - 1 ? "features" : `x${i + 1}`, pads)),
  ];
  const weights = {
    first: random([c, 3, 1, 1], 1, 1),
    ...Object.fromEntries(names.map((name, i) => [name, random([c, c, rows, columns], i + 2, 0.1)])),
  };
  const biases = Object.fromEntries(Object.keys(weights).map((name, i) => [`${name}-bias`, random([c], i + 50, 0.2)]));
  return tinyClassifier(nodes, c, { tensors: { ...weights, ...biases }, inputs: { image: ["N", 3, height, width] } });
}

const slugs = ["vanilla", "deconvnet", "guided", "lrp-epsilon", "deeplift"];
const vgg: Net = { height: 8, width: 8, rows: 3, count: 3 };

/** Two large kernels with a gate between them: what the one gives, times what a Conv without bias lets through. */
function gatedNet({ height, width, channels: c = channels }: Pick<Net, "height" | "width" | "channels">): Uint8Array {
  const nodes: TinyNode[] = [
    ...conv("image", "first", "x", [0, 0, 0, 0]),
    { op: "Conv", inputs: ["x", "signal"], outputs: ["s"], attributes: { pads: [2, 2, 2, 2] } },
    { op: "Conv", inputs: ["x", "gate"], outputs: ["open"], attributes: { pads: [1, 1, 1, 1] } },
    { op: "Clip", inputs: ["open", "zero", "one"], outputs: ["g"] },
    { op: "Mul", inputs: ["s", "g"], outputs: ["gated"] },
    ...conv("gated", "last", "features", [2, 2, 2, 2]),
  ];
  const tensors = {
    first: random([c, 3, 1, 1], 1, 1),
    "first-bias": random([c], 50, 0.2),
    signal: random([c, c, 5, 5], 2, 0.1),
    gate: random([c, c, 3, 3], 3, 0.1),
    last: random([c, c, 5, 5], 4, 0.1),
    "last-bias": random([c], 51, 0.2),
    zero: { dims: [], data: [0] },
    one: { dims: [], data: [1] },
  };
  return tinyClassifier(nodes, c, { tensors, inputs: { image: ["N", 3, height, width] } });
}

async function maps(
  net: Net,
  methods: readonly MethodRequest[],
  profile: "cpu" | "cuda",
  n: number,
  file = netOf(net),
) {
  const { onnx, ports } = compileExplainer(file, methods, { profile, weights: "inline" });
  const session = await InferenceSession.create(onnx, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const { data } = random([n, 3, net.height, net.width], 99, 2);
  const results = await session.run({
    image: new Tensor("float32", Float32Array.from(data), [n, 3, net.height, net.width]),
    [ports.target]: new Tensor(
      "int64",
      BigInt64Array.from({ length: n }, (_, i) => BigInt(i % 4)),
      [n],
    ),
  });
  await session.release();
  return new Map(methods.map(({ slug }, i) => [slug, results[ports.maps[0]![i]!.map]!.data as Float32Array] as const));
}

/** The largest difference, as a share of the largest value. */
function miss(a: Float32Array, b: Float32Array): number {
  const largest = b.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  expect(largest).toBeGreaterThan(0);
  return a.reduce((max, value, i) => Math.max(max, Math.abs(value - b[i]!)), 0) / largest;
}

const all = slugs.map((slug) => ({ slug }));

describe("on a CPU, gradients of large Convs, and of Convs that follow one another, are computed on pairs of columns", () => {
  const lines = (net: Net, methods: readonly MethodRequest[] = [{ slug: "guided" }]) =>
    print(compileExplainer(netOf(net), methods).graph).split("\n");
  const having = (text: readonly string[], ...words: string[]) =>
    text.filter((line) => words.every((word) => line.includes(word)));
  const products = (net: Net, methods?: readonly MethodRequest[]) =>
    having(lines(net, methods), "= Conv(", `[N, ${net.channels ?? channels},`, "kernel_shape=[3, 1]").length;

  test("by four products of one column each, cut once and joined once", () => {
    expect(products(vgg)).toBe(3 * 4);
    expect(having(lines(vgg), "= Concat(", "axis=4")).toHaveLength(1);
    expect(having(lines({ ...vgg, width: 9 }), "= MatMul(", "[N, 128, 8, 9]")).toHaveLength(1);
  });

  test("a large kernel by itself, too: five columns are one of three and one of two", () => {
    expect(having(lines({ ...vgg, rows: 5, columns: 5, count: 1 }), "= Conv(", "kernel_shape=[5, 1]")).toHaveLength(
      4 + 3,
    );
    expect(having(lines({ ...vgg, rows: 4, columns: 5, count: 1 }), "= Conv(", "kernel_shape=[4, 1]")).toHaveLength(0);
  });

  test("the forward pass keeps the model's own Convs", () => {
    expect(having(lines(vgg), "= Conv(", "kernel_shape=[3, 3]")).toHaveLength(3);
  });

  test.each([
    ["a small Conv that stands alone", { ...vgg, count: 1 }],
    ["few channels", { ...vgg, channels: 64 }],
    ["a narrow grid", { ...vgg, width: 6 }],
    ["a large grid", { ...vgg, width: 29 }],
  ])("but not of %s", (_, net) => {
    expect(products(net)).toBe(0);
  });

  test("nor of LRP, whose relevance is multiplied with both layers between them", () => {
    expect(products(vgg, [{ slug: "lrp-epsilon" }])).toBe(0);
  });

  test("maps are those of plain Convs, whatever the grid and the kernel's rows", async () => {
    const nets = fc.record({
      height: fc.integer({ min: 4, max: 12 }),
      width: fc.integer({ min: 7, max: 16 }),
      rows: fc.integer({ min: 2, max: 4 }),
      columns: fc.constantFrom(3, 5, 7),
      count: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(nets, fc.integer({ min: 1, max: 2 }), async (net, n) => {
        const [paired, plain] = [await maps(net, all, "cpu", n), await maps(net, all, "cuda", n)];
        for (const slug of slugs) expect(miss(paired.get(slug)!, plain.get(slug)!)).toBeLessThan(1e-5);
      }),
      { numRuns: 16 },
    );
  });

  test("a map has the same bits whichever others are made with it", async () => {
    const together = await maps(vgg, [...all, { slug: "full-grad" }], "cpu", 2);
    for (const slug of slugs) expect((await maps(vgg, [{ slug }], "cpu", 2)).get(slug)).toEqual(together.get(slug));
  });

  test("a gate that is a Conv clipped is no mask: its columns are cut as they are", async () => {
    const file = gatedNet(vgg);
    const [paired, plain] = [await maps(vgg, all, "cpu", 2, file), await maps(vgg, all, "cuda", 2, file)];
    for (const slug of slugs) expect(miss(paired.get(slug)!, plain.get(slug)!)).toBeLessThan(1e-5);
  });

  test("a layer inside a chain is explained as by plain Convs", async () => {
    const inside = [{ slug: "grad-cam", parameters: { layer: "x1" } }];
    const [paired, plain] = [await maps(vgg, inside, "cpu", 2), await maps(vgg, inside, "cuda", 2)];
    expect(miss(paired.get("grad-cam")!, plain.get("grad-cam")!)).toBeLessThan(1e-5);
  });
});
