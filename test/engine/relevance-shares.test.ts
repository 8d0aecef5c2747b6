import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { goldenNames, readGolden, repeatImages } from "../../packages/engine/src/golden/net.ts";
import { explain, type MethodRequest, methods, readNpy } from "../../packages/engine/src/index.ts";
import type { ExplainedMap } from "../../packages/engine/src/session/explainer.ts";
import { goldenRoot } from "./golden.ts";
import * as literal from "./literal.ts";
import { net, noise, side } from "./literal-net.ts";
import { randomNet } from "./random-net.ts";
import { type TinyNode, type TinyTensor, tinyModel } from "./tiny-model.ts";

type Rule = (layer: literal.Linear, index: number) => literal.Share;

/** How each method shares, layer by layer. */
const rules: Readonly<Record<string, Rule>> = {
  "lrp-epsilon": () => literal.epsilonShare(1e-6),
  "lrp-gamma": () => literal.gammaShare(0.25),
  "lrp-alpha-beta": () => literal.alphaBetaShare(2, 1),
  "lrp-z-plus": () => literal.alphaBetaShare(1, 0),
  "lrp-w-squared": () => literal.wSquaredShare,
  "lrp-flat": () => literal.flatShare,
  "lrp-z-box": (_, index) => (index === 0 ? literal.zBoxShare([-3], [3]) : literal.alphaBetaShare(1, 0)),
  "epsilon-plus-flat": ({ conv }, index) =>
    index === 0 ? literal.flatShare : conv ? literal.alphaBetaShare(1, 0) : literal.epsilonShare(1e-6),
};
const requests = Object.keys(rules).map(
  (slug): MethodRequest => (slug === "lrp-z-box" ? { slug, parameters: { low: -3, high: 3 } } : { slug }),
);

const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);

/** Runs a model of the square pictures given. */
async function run(file: Uint8Array, asked: readonly MethodRequest[], pixels: Float32Array, targets: number[]) {
  const explainer = await explain(file, { methods: asked, threads: 1 });
  try {
    const edge = Math.sqrt(pixels.length / targets.length / 3);
    return await explainer.run({ data: pixels, shape: [targets.length, 3, edge, edge] }, targets);
  } finally {
    await explainer.close();
  }
}

/** Relevance from the scores down to what the first layer reads, and what did not get there, in float64. */
function share(layers: readonly literal.Layer[], x: literal.Vector, target: number, rule: Rule) {
  const all = literal.activations(layers, x);
  const taken: literal.Taken = { bias: 0, nobody: 0 };
  const means: Rule = (layer, index) =>
    // Only means have no bias and are no fully connected layer.
    layer.conv || layer.bias.some((b) => b !== 0) ? rule(layer, index) : literal.epsilonShare(1e-9);
  const start = all.at(-1)!.map((score, k) => (k === target ? score : 0));
  const relevance = literal.walk(layers, all, start, literal.relevanceStep(means, taken));
  return { relevance, taken, score: all.at(-1)![target]! };
}

test("every relevance method has its shares tested", () => {
  const named = methods.map(({ slug }) => slug).filter((slug) => /^lrp-|^epsilon-/.test(slug));
  expect(Object.keys(rules).sort()).toEqual(named.sort());
});

describe("what biases and ε take is what the rules' definitions say", () => {
  test.each(Object.entries(rules))("%s", async (slug, rule) => {
    const request = requests.filter((asked) => asked.slug === slug);
    for (let seed = 1; seed <= 6; seed++) {
      const { layers, file, image } = net(seed);
      const target = seed % 3;
      const { maps } = await run(file, request, image, [target]);
      const { relevance, taken, score } = share(layers, [...image], target, rule);
      const [balance] = maps[slug]!.balances!;
      // Shares are sums of parts of either sign, each as exact as float32 is.
      const within = 1e-5 * (1 + sum(relevance.map(Math.abs)) / Math.abs(score));
      expect(Math.abs(balance!.bias - taken.bias / score)).toBeLessThan(within);
      expect(Math.abs(balance!.epsilon - taken.nobody / score)).toBeLessThan(within);
    }
  });
});

describe("pixels, biases and ε together have the class score", () => {
  /** By how much they miss it, as a share of the largest of them. */
  const worst = ({ balances }: ExplainedMap) =>
    Math.max(
      ...balances!.map(({ conservation, bias, epsilon }) => conservation / (1 + Math.abs(bias) + Math.abs(epsilon))),
    );

  const files = goldenNames(goldenRoot).flatMap((name) =>
    readGolden(goldenRoot, name).files.map((file) => ({ name, file })),
  );
  test.each(files)("$name/$file, by every method, for each picture of a batch", async ({ name, file }) => {
    const golden = readGolden(goldenRoot, name);
    const targets = Array.from({ length: 5 }, (_, i) => golden.targets[i % golden.count]!);
    const pixels = repeatImages(golden, golden.pixels, 5);
    const { maps } = await run(readFileSync(join(golden.folder, file)), requests, pixels, targets);
    for (const { slug } of requests) {
      expect(worst(maps[slug]!), slug).toBeLessThan(1e-5);
      expect(maps[slug]!.flags.flat(), slug).not.toContain("conservation-off");
    }
  });

  test.each(["convnext", "swin", "vit"])("%s, whose attention joins the batch with other axes", async (name) => {
    const root = new URL("../golden/attention/", import.meta.url).pathname;
    const [targets, pixels] = ["target.npy", "input.npy"].map((part) => readNpy(readFileSync(join(root, name, part))));
    const model = readFileSync(join(root, name, "model.onnx"));
    const { maps } = await run(model, requests, pixels!.data as Float32Array, Array.from(targets!.data, Number));
    for (const { slug } of requests) expect(worst(maps[slug]!), slug).toBeLessThan(1e-5);
  });

  test("random nets of convolutions, BatchNormalizations, sums, joins, pools, resizings, borders, bounds and gates", async () => {
    await fc.assert(
      fc.asyncProperty(randomNet, async ({ file, image }) => {
        const { maps, logits } = await run(file, requests, image, [1]);
        for (const { slug } of requests) {
          const { data, shares } = maps[slug]!;
          const [bias, epsilon] = [shares!.bias[0]!, shares!.epsilon[0]!];
          const mass = Math.abs(logits[1]!) + sum(data.map(Math.abs)) + Math.abs(bias) + Math.abs(epsilon);
          expect(Math.abs(sum(data) + bias + epsilon - logits[1]!) / mass, slug).toBeLessThan(1e-4);
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** A way to put constants among the pixels: the node, the numbers after it, and where they come from (−1: a constant). */
interface Placing {
  readonly what: string;
  readonly node: Omit<TinyNode, "outputs">;
  readonly channels: number;
  readonly edge: number;
  readonly source: (image: Float32Array, c: number, y: number, x: number) => readonly [value: number, pixel: number];
}

const at = (c: number, y: number, x: number) => (c * side + y) * side + x;
const placings: readonly Placing[] = [
  {
    what: "a border",
    node: { op: "Pad", inputs: ["image", "pads", "value"] },
    channels: 3,
    edge: side + 2,
    source: (image, c, y, x) => {
      const inside = y > 0 && y <= side && x > 0 && x <= side;
      return inside ? [image[at(c, y - 1, x - 1)]!, at(c, y - 1, x - 1)] : [0.5, -1];
    },
  },
  {
    what: "a channel joined on",
    node: { op: "Concat", inputs: ["image", "plane"], attributes: { axis: 1 } },
    channels: 4,
    edge: side,
    source: (image, c, y, x) => (c < 3 ? [image[at(c, y, x)]!, at(c, y, x)] : [0.7, -1]),
  },
  {
    what: "a lower bound",
    node: { op: "Max", inputs: ["image", "bound"] },
    channels: 3,
    edge: side,
    source: (image, c, y, x) => (image[at(c, y, x)]! >= 0.3 ? [image[at(c, y, x)]!, at(c, y, x)] : [0.3, -1]),
  },
  {
    what: "an upper bound",
    node: { op: "Min", inputs: ["bound", "image"] },
    channels: 3,
    edge: side,
    source: (image, c, y, x) => (image[at(c, y, x)]! < 0.3 ? [image[at(c, y, x)]!, at(c, y, x)] : [0.3, -1]),
  },
  {
    what: "a choice by a mask",
    node: { op: "Where", inputs: ["mask", "bound", "image"] },
    channels: 3,
    edge: side,
    source: (image, c, y, x) => (x % 2 === 0 ? [image[at(c, y, x)]!, at(c, y, x)] : [0.3, -1]),
  },
];

/** 1×1 Conv to 4 channels, ReLU, means, fully connected to 3 classes, over `channels` × `edge` × `edge`. */
function tail(channels: number, edge: number, next: () => number) {
  const pixels = edge * edge;
  const kernel = Array.from({ length: 4 }, () => Array.from({ length: channels }, next));
  const [bias, end] = [Array.from({ length: 4 }, next), Array.from({ length: 3 }, next)];
  const weights = Array.from({ length: 3 }, () => Array.from({ length: 4 }, next));
  const rows = kernel.flatMap((filter) =>
    Array.from({ length: pixels }, (_, i) =>
      Array.from({ length: channels * pixels }, (_, j) => (j % pixels === i ? filter[Math.floor(j / pixels)]! : 0)),
    ),
  );
  const layers: literal.Layer[] = [
    { kind: "linear", conv: true, weights: rows, bias: rows.map((_, k) => bias[Math.floor(k / pixels)]!) },
    { kind: "relu" },
    literal.planeMeans(4, pixels),
    { kind: "linear", conv: false, weights, bias: end },
  ];
  const nodes: TinyNode[] = [
    { op: "Conv", inputs: ["placed", "K", "B"], outputs: ["c"] },
    { op: "Relu", inputs: ["c"], outputs: ["r"] },
    { op: "GlobalAveragePool", inputs: ["r"], outputs: ["means"] },
    { op: "Flatten", inputs: ["means"], outputs: ["flat"] },
    { op: "Gemm", inputs: ["flat", "W", "E"], outputs: ["scores"], attributes: { transB: 1, beta: 0.5 } },
  ];
  const tensors: Record<string, TinyTensor> = {
    K: { dims: [4, channels, 1, 1], data: kernel.flat() },
    B: { dims: [4], data: bias },
    W: { dims: [3, 4], data: weights.flat() },
    // The layer takes half of it.
    E: { dims: [3], data: end.map((v) => 2 * v) },
  };
  return { layers, nodes, tensors };
}

/** Tensors that placings read. The channel joined on is repeated over the batch, and the mask has no type but int64. */
const constants: Record<string, TinyTensor> = {
  pads: { dims: [8], data: [0, 0, 1, 1, 0, 0, 1, 1], type: "int64" },
  value: { dims: [], data: [0.5] },
  bound: { dims: [], data: [0.3] },
  one: { dims: [1, 1, side, side], data: Array.from({ length: side * side }, () => 0.7) },
  odd: { dims: [side], data: Array.from({ length: side }, (_, x) => x % 2), type: "int64" },
};
const shaping: TinyNode[] = [
  { op: "Shape", inputs: ["image"], outputs: ["dims"], attributes: { start: 0, end: 1 } },
  { op: "Concat", inputs: ["dims", "rest"], outputs: ["wide"], attributes: { axis: 0 } },
  { op: "Expand", inputs: ["one", "wide"], outputs: ["plane"] },
  { op: "Cast", inputs: ["odd"], outputs: ["mask"], attributes: { to: 9 } },
];

describe("relevance that ends at a constant is the biases'", () => {
  test.each(placings)("$what", async ({ node, channels, edge, source }) => {
    const next = noise(channels * edge);
    const image = Float32Array.from({ length: 3 * side * side }, next);
    const { layers, nodes, tensors } = tail(channels, edge, next);
    const file = tinyModel({
      inputs: { image: ["N", 3, side, side] },
      outputs: { scores: ["N", 3] },
      nodes: [...shaping, { ...node, outputs: ["placed"] }, ...nodes],
      tensors: { ...tensors, ...constants, rest: { dims: [3], data: [1, side, side], type: "int64" } },
    });
    const places = Array.from({ length: channels * edge * edge }, (_, i) =>
      source(image, Math.floor(i / (edge * edge)), Math.floor(i / edge) % edge, i % edge),
    );
    const asked = requests.filter(({ slug }) => slug !== "lrp-z-box");
    const { maps } = await run(file, asked, image, [1]);
    for (const { slug } of asked) {
      const values = places.map(([value]) => value);
      const { relevance, taken, score } = share(layers, values, 1, rules[slug]!);
      const ended = sum(relevance.filter((_, i) => places[i]![1] < 0));
      const [balance] = maps[slug]!.balances!;
      expect(balance!.bias, slug).toBeCloseTo((taken.bias + ended) / score, 4);
      expect(balance!.epsilon, slug).toBeCloseTo(taken.nobody / score, 4);
      expect(balance!.conservation, slug).toBeLessThan(1e-4);
    }
  });
});

describe("shares are not told", () => {
  const { file, image } = net(1);
  test("where α − β is not 1, so that layers make or lose relevance by definition: nor is such a map flagged", async () => {
    const of = async (alpha: number, beta: number) => {
      const request = { slug: "lrp-alpha-beta", parameters: { alpha, beta } };
      return (await run(file, [request], image, [1])).maps["lrp-alpha-beta"]!;
    };
    const created = await of(2, 0.5);
    expect(created.balances).toBeUndefined();
    expect(created.flags).toEqual([[]]);
    expect((await of(2.3, 1.3)).balances).toHaveLength(1);
  });

  test("where nobody asked, and the map is the same bit for bit", async () => {
    const told = await run(file, requests, image, [1]);
    const explainer = await explain(file, { methods: requests, shares: false, threads: 1 });
    const { maps } = await explainer.run({ data: image, shape: [1, 3, side, side] }, [1]);
    await explainer.close();
    for (const { slug } of requests) {
      expect(maps[slug]!.balances).toBeUndefined();
      expect(maps[slug]!.data).toEqual(told.maps[slug]!.data);
    }
  });
});
