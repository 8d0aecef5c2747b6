import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { worstError } from "../../packages/engine/src/golden/net.ts";
import { resize } from "../../packages/engine/src/heatmap/resize.ts";
import {
  type CompileOptions,
  compileExplainer,
  type MethodRequest,
  methods,
  openExplainer,
  resolveMethod,
} from "../../packages/engine/src/index.ts";
import type { PixelFacts } from "../../packages/engine/src/method/method.ts";
import { normal, uniform } from "../../packages/engine/src/method/repeated/random.ts";
import { riseMask } from "../../packages/engine/src/method/repeated/rise.ts";
import { mapFlags, relevanceBalance } from "../../packages/engine/src/session/flags.ts";
import * as literal from "./literal.ts";
import { type Net, net, side } from "./literal-net.ts";

const featuresAt = 5;
const oneHot = (target: number, value = 1) => [0, 1, 2].map((k) => (k === target ? value : 0));

/** Features and the gradient at them, as [channel][place]. */
function atFeatures({ layers, image }: Net, target: number) {
  const all = literal.activations(layers, [...image]);
  const g = literal.walk(layers, all, oneHot(target), literal.gradientStep(), featuresAt);
  const planes = (flat: literal.Vector) => Array.from({ length: 5 }, (_, k) => flat.slice(k * 4, k * 4 + 4));
  return { A: planes(all[featuresAt]!), G: planes(g) };
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const cam = (A: readonly literal.Vector[], weight: (k: number, i: number) => number) =>
  Array.from({ length: 4 }, (_, i) => Math.max(0, sum(A.map((plane, k) => weight(k, i) * plane[i]!))));

function gradient({ layers, image }: Net, target: number, relu?: (a: number, g: number) => number): number[] {
  return literal.walk(layers, literal.activations(layers, [...image]), oneHot(target), literal.gradientStep(relu));
}

function relevance(
  { layers, image }: Net,
  target: number,
  shareOf: (layer: literal.Linear, index: number) => literal.Share,
): number[] {
  const all = literal.activations(layers, [...image]);
  const means = literal.epsilonShare(1e-9);
  const step = literal.relevanceStep((layer, index) => (index === 5 ? means : shareOf(layer, index)));
  return literal.walk(layers, all, oneHot(target, all.at(-1)![target]), step);
}

/** Each method as its paper prints it. */
const definitions: Readonly<Record<string, (net: Net, target: number) => number[]>> = {
  vanilla: gradient,
  deconvnet: (n, t) => gradient(n, t, (_, g) => Math.max(0, g)),
  guided: (n, t) => gradient(n, t, (a, g) => (a > 0 ? Math.max(0, g) : 0)),
  "input-x-gradient": (n, t) => gradient(n, t).map((g, i) => g * n.image[i]!),
  "full-grad": ({ layers, image }, t) => {
    const all = literal.activations(layers, [...image]);
    const at = (to: number) => literal.walk(layers, all, oneHot(t), literal.gradientStep(), to);
    // The absolute value, stretched to 0…1, summed over channels.
    const stretched = (values: literal.Vector, channels: number) => {
      const size = values.map(Math.abs);
      const [low, high] = [Math.min(...size), Math.max(...size)];
      const plane = size.length / channels;
      return Array.from({ length: plane }, (_, i) =>
        sum(Array.from({ length: channels }, (_, c) => (size[c * plane + i]! - low) / (high - low + 1e-6))),
      );
    };
    const biased = (index: number) => at(index + 1).map((g, i) => g * (layers[index] as literal.Linear).bias[i]!);
    const atPicture = stretched(
      at(0).map((g, i) => g * image[i]!),
      3,
    );
    const [first, second] = [stretched(biased(0), 4), enlarge(stretched(biased(3), 5))];
    return atPicture.map((v, i) => v + first[i]! + second[i]!);
  },
  "grad-cam": (n, t) => {
    const { A, G } = atFeatures(n, t);
    return cam(A, (k) => sum(G[k]!) / 4);
  },
  "grad-cam-plus-plus": (n, t) => {
    const { A, G } = atFeatures(n, t);
    const weight = (k: number, g: number) => (g === 0 ? 0 : g ** 2 / (2 * g ** 2 + g ** 3 * sum(A[k]!) + 1e-6));
    return cam(A, (k) => sum(G[k]!.map((g) => weight(k, g) * Math.max(0, g))));
  },
  "xgrad-cam": (n, t) => {
    const { A, G } = atFeatures(n, t);
    return cam(A, (k) => sum(G[k]!.map((g, i) => g * A[k]![i]!)) / (sum(A[k]!) + 1e-7));
  },
  "layer-cam": (n, t) => {
    const { A, G } = atFeatures(n, t);
    return cam(A, (k, i) => Math.max(0, G[k]![i]!));
  },
  "hires-cam": (n, t) => {
    const { A, G } = atFeatures(n, t);
    return cam(A, (k, i) => G[k]![i]!);
  },
  "lrp-epsilon": (n, t) => relevance(n, t, () => literal.epsilonShare(1e-6)),
  "lrp-gamma": (n, t) => relevance(n, t, () => literal.gammaShare(0.25)),
  "lrp-alpha-beta": (n, t) => relevance(n, t, () => literal.alphaBetaShare(2, 1)),
  "lrp-z-plus": (n, t) => relevance(n, t, () => literal.alphaBetaShare(1, 0)),
  "lrp-w-squared": (n, t) => relevance(n, t, () => literal.wSquaredShare),
  "lrp-flat": (n, t) => relevance(n, t, () => literal.flatShare),
  "lrp-z-box": (n, t) =>
    relevance(n, t, (_, index) => (index === 0 ? literal.zBoxShare([0], [255]) : literal.alphaBetaShare(1, 0))),
  "epsilon-plus-flat": (n, t) =>
    relevance(n, t, (layer, index) =>
      index === 0 ? literal.flatShare : layer.conv ? literal.alphaBetaShare(1, 0) : literal.epsilonShare(1e-6),
    ),
  excitation: ({ layers, image }, t) => {
    const all = literal.activations(layers, [...image]);
    const p = literal.walk(
      layers,
      all,
      oneHot(t),
      literal.relevanceStep(() => literal.excitationShare),
      featuresAt,
    );
    return Array.from({ length: 4 }, (_, i) => sum([0, 1, 2, 3, 4].map((k) => p[k * 4 + i]!)));
  },
  deeplift: ({ layers, image }, t) => {
    const all = literal.activations(layers, [...image]);
    const reference = literal.activations(
      layers,
      [...image].map(() => 0),
    );
    return literal.walk(layers, all, oneHot(t), literal.rescaleStep(reference)).map((m, i) => m * image[i]!);
  },
};

const scoresOf = ({ layers }: Net, x: literal.Vector) => literal.activations(layers, x).at(-1)!;
const gradientAt = ({ layers }: Net, x: literal.Vector, target: number) =>
  literal.walk(layers, literal.activations(layers, x), oneHot(target), literal.gradientStep());

/** Gradients at noisy copies of the picture. */
function noisy(n: Net, target: number, samples: number): number[][] {
  const image = [...n.image];
  const sigma = 0.15 * (Math.max(...image) - Math.min(...image));
  const next = normal(0);
  return Array.from({ length: samples }, () =>
    gradientAt(
      n,
      image.map((x) => x + sigma * next()),
      target,
    ),
  );
}

const mean = (values: readonly number[]) => sum(values) / values.length;
const pixelwise = (maps: readonly literal.Vector[], statistic: (values: readonly number[]) => number) =>
  maps[0]!.map((_, j) => statistic(maps.map((m) => m[j]!)));
const enlarge = (small: literal.Vector) =>
  resize({ width: 2, height: 2, values: Float64Array.from(small) }, side, side).values;

/** Methods by repeated evaluation, with the parameters that keep them short. */
const evaluations: Readonly<
  Record<string, { parameters?: Record<string, unknown>; definition: (net: Net, target: number) => number[] }>
> = {
  "integrated-gradients": {
    definition: (n, t) => {
      // The midpoint rule with many points: any good quadrature comes to the same.
      const steps = 300;
      const gradients = Array.from({ length: steps }, (_, i) =>
        gradientAt(
          n,
          [...n.image].map((x) => (x * (i + 0.5)) / steps),
          t,
        ),
      );
      return pixelwise(gradients, mean).map((g, j) => g * n.image[j]!);
    },
  },
  "smooth-grad": { parameters: { samples: 20 }, definition: (n, t) => pixelwise(noisy(n, t, 20), mean) },
  "smooth-grad-squared": {
    parameters: { samples: 20 },
    definition: (n, t) => pixelwise(noisy(n, t, 20), (g) => mean(g.map((v) => v * v))),
  },
  "var-grad": {
    parameters: { samples: 20 },
    definition: (n, t) => pixelwise(noisy(n, t, 20), (g) => mean(g.map((v) => (v - mean(g)) ** 2))),
  },
  occlusion: {
    parameters: { window: 0.25, stride: 0.125 },
    definition: (n, t) => {
      const [whole] = [scoresOf(n, [...n.image])[t]!];
      const windows = Array.from({ length: 49 }, (_, i) => ({ top: Math.floor(i / 7), left: i % 7 }));
      const covers = (w: { top: number; left: number }, i: number) => {
        const [y, x] = [Math.floor(i / side) % side, i % side];
        return y >= w.top && y < w.top + 2 && x >= w.left && x < w.left + 2;
      };
      const falls = windows.map(
        (w) =>
          whole -
          scoresOf(
            n,
            [...n.image].map((v, i) => (covers(w, i) ? 0 : v)),
          )[t]!,
      );
      return Array.from({ length: side * side }, (_, i) => mean(falls.filter((_, k) => covers(windows[k]!, i))));
    },
  },
  rise: {
    parameters: { samples: 30 },
    definition: (n, t) => {
      const next = uniform(0);
      // Masks are drawn a batch at a time, which is also one after the other.
      const masks = Array.from({ length: 30 }, () => riseMask(next, side, side, 7, 0.5));
      const weights = masks.map((mask) => {
        const powers = scoresOf(
          n,
          [...n.image].map((v, i) => v * mask[i % mask.length]!),
        ).map(Math.exp);
        return powers[t]! / sum(powers);
      });
      return Array.from({ length: side * side }, (_, i) => sum(weights.map((w, k) => w * masks[k]![i]!)) / (30 * 0.5));
    },
  },
  "score-cam": {
    definition: (n, t) => {
      const { A } = atFeatures(n, t);
      const scores = A.map((plane) => {
        const [low, high] = [Math.min(...plane), Math.max(...plane)];
        const mask = enlarge(plane.map((v) => (high > low ? (v - low) / (high - low) : 0)));
        return scoresOf(
          n,
          [...n.image].map((v, i) => v * mask[i % mask.length]!),
        )[t]!;
      });
      const powers = scores.map(Math.exp);
      return cam(A, (k) => powers[k]! / sum(powers));
    },
  },
  "ablation-cam": {
    definition: (n, t) => {
      const { A } = atFeatures(n, t);
      const scoreWithout = (without: number) => {
        const features = A.flatMap((plane, k) => (k === without ? plane.map(() => 0) : plane));
        return literal.activations(n.layers.slice(featuresAt), features).at(-1)![t]!;
      };
      return cam(A, (k) => (scoreWithout(-1) - scoreWithout(k)) / scoreWithout(-1));
    },
  },
};

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "heatlas-method-"));
});
afterAll(() => rm(scratch, { recursive: true }));

async function explain(
  file: Uint8Array,
  requests: readonly MethodRequest[],
  pixels: Float32Array,
  targets: readonly number[],
  options: CompileOptions = {},
) {
  const folder = await mkdtemp(join(scratch, "model-"));
  await writeFile(join(folder, "model.onnx"), file);
  const session = await openExplainer(folder, compileExplainer(file, requests, options), { threads: 1 });
  const result = await session.run(pixels, targets.length / (options.targets ?? 1), targets);
  await session.close();
  return result;
}

/** γ on pixels of both signs divides by sums that nearly cancel, which float32 sees less well. */
const tolerance: Readonly<Record<string, number>> = { "lrp-gamma": 1e-3 };

/** Quadrature over a function with bends is only so good. */
const looser: Readonly<Record<string, number>> = { "integrated-gradients": 2e-2 };

describe("a method is what its definition says, on random nets", () => {
  test.each(Object.entries(definitions))("%s", async (slug, definition) => {
    for (let seed = 1; seed <= 6; seed++) {
      const random = net(seed);
      const target = seed % 3;
      const { maps } = await explain(random.file, [{ slug }], random.image, [target]);
      const expected = Float32Array.from(definition(random, target));
      if (expected.every((v) => v === 0)) expect(maps[slug]!.data.every((v) => v === 0)).toBe(true);
      else expect(worstError(maps[slug]!.data, expected)).toBeLessThan(tolerance[slug] ?? 1e-4);
    }
  });

  test("guided-grad-cam is guided times the resized Grad-CAM", async () => {
    const random = net(3);
    const requests = [{ slug: "guided-grad-cam" }, { slug: "guided" }, { slug: "grad-cam" }];
    const { maps } = await explain(random.file, requests, random.image, [1]);
    const small = maps["grad-cam"]!.data;
    const guided = maps.guided!.data;
    // 2×2 to 8×8, half-pixel centres: the weight of the second element at each of the eight places.
    const weight = [0, 0, 0.125, 0.375, 0.625, 0.875, 1, 1];
    const mix = (a: number, b: number, w: number) => a * (1 - w) + b * w;
    const large = (y: number, x: number) =>
      mix(mix(small[0]!, small[1]!, weight[x]!), mix(small[2]!, small[3]!, weight[x]!), weight[y]!);
    const expected = guided.map((g, i) => g * large(Math.floor(i / side) % side, i % side));
    expect(worstError(maps["guided-grad-cam"]!.data, expected)).toBeLessThan(1e-5);
  });

  test.each(Object.entries(evaluations))("%s", async (slug, { parameters = {}, definition }) => {
    for (let seed = 1; seed <= 3; seed++) {
      const random = net(seed);
      const target = seed % 3;
      const { maps } = await explain(random.file, [{ slug, parameters }], random.image, [target]);
      const expected = Float32Array.from(definition(random, target));
      if (expected.every((v) => v === 0)) expect(maps[slug]!.data.every((v) => v === 0)).toBe(true);
      else expect(worstError(maps[slug]!.data, expected)).toBeLessThan(looser[slug] ?? 1e-4);
    }
  });

  test("expected-gradients over one black picture and itself is half of integrated gradients", async () => {
    const random = net(3);
    const black = new Float32Array(random.image.length);
    const pixels = Float32Array.from([...random.image, ...black]);
    const requests = [{ slug: "expected-gradients", parameters: { samples: 4000 } }, { slug: "integrated-gradients" }];
    const { maps } = await explain(random.file, requests, pixels, [1, 1]);
    const of = (slug: string) => maps[slug]!.data.subarray(0, random.image.length);
    expect(
      worstError(
        of("expected-gradients"),
        of("integrated-gradients").map((v) => v / 2),
      ),
    ).toBeLessThan(0.05);
  });

  test("and there is a definition for every method", () => {
    const defined = new Set([
      ...Object.keys(definitions),
      ...Object.keys(evaluations),
      "guided-grad-cam",
      "expected-gradients",
    ]);
    expect(methods.filter(({ slug }) => !defined.has(slug))).toEqual([]);
  });
});

test("every method has a row in docs/methods.md", () => {
  const rows = readFileSync(new URL("../../docs/methods.md", import.meta.url), "utf8");
  expect(methods.filter(({ slug }) => !rows.includes(`\`${slug}\``))).toEqual([]);
});

describe("what must hold between methods", () => {
  test("integrated gradients' completeness gap is the difference between its sum and that of the scores", async () => {
    const random = net(3);
    const pixels = Float32Array.from([...random.image, ...new Float32Array(random.image.length)]);
    const { maps, logits } = await explain(random.file, [{ slug: "integrated-gradients" }], pixels, [0, 0]);
    const { data, completenessGap } = maps["integrated-gradients"]!;
    const total = sum([...data.subarray(0, random.image.length)]);
    expect(completenessGap![0]).toBeCloseTo(total - (logits[0]! - logits[3]!), 4);
    expect(Math.abs(completenessGap![0]!)).toBeLessThan(0.05 * Math.abs(logits[0]! - logits[3]!));
    expect(completenessGap![1]).toBe(0);
  });

  test("LRP-ε with a tiny ε is input × gradient on a ReLU net, biases or not", async () => {
    const random = net(3);
    const { maps } = await explain(
      random.file,
      [{ slug: "lrp-epsilon", parameters: { epsilon: 1e-9 } }, { slug: "input-x-gradient" }],
      random.image,
      [0],
    );
    expect(worstError(maps["lrp-epsilon"]!.data, maps["input-x-gradient"]!.data)).toBeLessThan(1e-4);
  });

  test("DeepLIFT's map sums to the difference of scores", async () => {
    const random = net(4);
    const blank = new Float32Array(random.image.length);
    const both = Float32Array.from([...random.image, ...blank]);
    const { maps, logits } = await explain(random.file, [{ slug: "deeplift" }], both, [2, 2]);
    expect(sum([...maps.deeplift!.data.subarray(0, random.image.length)])).toBeCloseTo(logits[2]! - logits[5]!, 4);
  });

  test("with reluScope modules and no module matched, guided and deconvnet equal vanilla bit for bit", async () => {
    const random = net(5);
    const scope = { reluScope: "modules" };
    const requests = [
      { slug: "vanilla" },
      { slug: "guided", parameters: scope },
      { slug: "deconvnet", parameters: scope },
    ];
    const { maps } = await explain(random.file, requests, random.image, [1]);
    expect(maps.guided!.data).toEqual(maps.vanilla!.data);
    expect(maps.deconvnet!.data).toEqual(maps.vanilla!.data);
  });

  test("with reluScope modules only the ReLUs that the pattern names follow the rule", async () => {
    const random = net(6);
    const named = { reluScope: "modules", reluPattern: "^(r1|features)$" };
    const { maps } = await explain(
      random.file,
      [{ slug: "guided" }, { slug: "guided", parameters: named }],
      random.image,
      [1],
    );
    expect(maps["guided-2"]!.data).toEqual(maps.guided!.data);
  });

  test("several targets at once give what each alone gives", async () => {
    const random = net(7);
    const requests = [{ slug: "vanilla" }, { slug: "grad-cam" }, { slug: "occlusion" }];
    const both = await explain(random.file, requests, random.image, [2, -1], { targets: 2 });
    expect(both.targets[0]).toBe(2);
    for (const [t, target] of both.targets.entries()) {
      const alone = await explain(random.file, requests, random.image, [target]);
      for (const { slug } of requests)
        expect(worstError(both.byTarget[t]![slug]!.data, alone.maps[slug]!.data)).toBeLessThan(1e-6);
    }
  });

  test("a class that the model lacks, and pictures of another size, are refused in one sentence", async () => {
    const { file, image } = net(1);
    await expect(explain(file, [], image, [3])).rejects.toMatchObject({ code: "no-such-class" });
    await expect(explain(file, [], image.subarray(1), [0])).rejects.toMatchObject({ code: "input-size" });
  });

  test("a negative target is the model's own first choice", async () => {
    const random = net(7);
    const pixels = Float32Array.from([...random.image, ...random.image]);
    const { logits, targets } = await explain(random.file, [], pixels, [-1, 1]);
    const first = [0, 1, 2].reduce((best, k) => (logits[k]! > logits[best]! ? k : best), 0);
    expect(targets).toEqual([first, 1]);
  });
});

describe("LRP-z-box's bounds", () => {
  const fixed = { standardise: "fixed", mean: [100, 110, 120], std: [50, 60, 70], channelOrder: "rgb" } as const;
  const bounds = (preprocessing?: PixelFacts) =>
    resolveMethod({ slug: "lrp-z-box" }, { targetLayer: null, preprocessing }).parameters;

  test("are 0 and 255 as the model sees them, channel by channel, and raw where nobody says how", () => {
    const [low, high] = [
      [-2, -110 / 60, -120 / 70],
      [3.1, 145 / 60, 135 / 70],
    ];
    expect(bounds(fixed)).toMatchObject({ low, high });
    expect(bounds({ ...fixed, channelOrder: "bgr" })).toMatchObject({
      low: low!.toReversed(),
      high: high!.toReversed(),
    });
    expect(bounds()).toMatchObject({ low: 0, high: 255 });
  });

  test("have to be named where each picture is standardised by itself", () => {
    const facts = { targetLayer: null, preprocessing: { ...fixed, standardise: "per-image" } } as const;
    expect(() => resolveMethod({ slug: "lrp-z-box" }, facts)).toThrow("differ by picture");
    const named = { low: [-3, -3, -3], high: 3 };
    expect(resolveMethod({ slug: "lrp-z-box", parameters: named }, facts).parameters).toMatchObject(named);
  });

  test("make the map that the definition makes with them", async () => {
    const random = net(2);
    const { low, high } = bounds(fixed) as { low: number[]; high: number[] };
    const { maps } = await explain(random.file, [{ slug: "lrp-z-box" }], random.image, [1], { preprocessing: fixed });
    const plane = side * side;
    const perPixel = (values: readonly number[]) =>
      Array.from({ length: 3 * plane }, (_, j) => values[Math.floor(j / plane)]!);
    const first = literal.zBoxShare(perPixel(low), perPixel(high));
    const expected = relevance(random, 1, (_, index) => (index === 0 ? first : literal.alphaBetaShare(1, 0)));
    expect(worstError(maps["lrp-z-box"]!.data, Float32Array.from(expected))).toBeLessThan(1e-4);
  });
});

describe("flags", () => {
  const flagsOf = async (file: Uint8Array, request: MethodRequest, pixels: Float32Array, target = 0) => {
    const result = await explain(file, [request], pixels, [target]);
    return result.maps[request.slug]!.flags[0];
  };

  test("a sound map has none", async () => {
    const { file, image } = net(3);
    expect(await flagsOf(file, { slug: "vanilla" }, image)).toEqual([]);
    expect(await flagsOf(file, { slug: "lrp-epsilon" }, image)).toEqual([]);
  });

  test("a constant map, a map with NaN, and a rule without ReLUs to follow are told", async () => {
    const { file, image } = net(3);
    expect(await flagsOf(file, { slug: "input-x-gradient" }, new Float32Array(image.length))).toContain("constant");
    expect(
      await flagsOf(
        file,
        { slug: "input-x-gradient" },
        image.map((v, i) => (i === 5 ? Number.NaN : v)),
      ),
    ).toContain("not-finite");
    expect(await flagsOf(file, { slug: "guided", parameters: { reluScope: "modules" } }, image)).toEqual([
      "equals-vanilla",
    ]);
  });

  test("a saturated softmax is told", async () => {
    const { file, image } = net(3);
    const large = image.map((v) => v * 1000);
    const { targets } = await explain(file, [], large, [-1]);
    expect(await flagsOf(file, { slug: "vanilla" }, large, targets[0]!)).toContain("saturated-softmax");
  });

  test("LRP's relevance, biases' and ε's shares add up to the score, whatever ε is", async () => {
    for (let seed = 1; seed <= 6; seed++) {
      for (const epsilon of [1e-6, 0.01, 0.5]) {
        const random = net(seed);
        const { maps, logits } = await explain(
          random.file,
          [{ slug: "lrp-epsilon", parameters: { epsilon } }],
          random.image,
          [1],
        );
        const { data, shares, flags, balances } = maps["lrp-epsilon"]!;
        const total = sum([...data]) + shares!.bias[0]! + shares!.epsilon[0]!;
        expect(Math.abs(total - logits[1]!) / Math.abs(logits[1]!)).toBeLessThan(1e-4);
        expect(flags[0]).not.toContain("conservation-off");
        expect(balances![0]!.conservation).toBeLessThan(1e-4);
        expect(balances![0]!.bias).toBe(shares!.bias[0]! / logits[1]!);
        expect(balances![0]!.epsilon).toBe(shares!.epsilon[0]! / logits[1]!);
      }
    }
  });

  test("conservation that is off is told", () => {
    const facts = { values: Float32Array.of(1, 2), equalsVanilla: false, probability: 0.5 };
    const flagsFor = (bias: number, logit = 3.125) =>
      mapFlags({ ...facts, balance: relevanceBalance(facts.values, logit, { bias, epsilon: 0 }) });
    expect(flagsFor(0.125)).toEqual([]);
    expect(flagsFor(0)).toEqual(["conservation-off"]);
    expect(flagsFor(0, 0)).toEqual(["conservation-off"]);
    expect(flagsFor(Number.NaN)).toEqual(["conservation-off"]);
  });
});

describe("a bad parameter is refused in one sentence", () => {
  const { file } = net(1);
  const refused = (request: MethodRequest) =>
    expect(() => compileExplainer(file, [request])).toThrow(expect.objectContaining({ name: "EngineError" }));

  test.each([
    { slug: "no-such-method" },
    { slug: "vanilla", parameters: { colour: 1 } },
    { slug: "vanilla", parameters: { reduction: "median" } },
    { slug: "lrp-epsilon", parameters: { epsilon: 0 } },
    { slug: "lrp-epsilon", parameters: { epsilon: "small" } },
    { slug: "lrp-gamma", parameters: { gamma: -1 } },
    { slug: "lrp-z-box", parameters: { low: [1, 2] } },
    { slug: "deeplift", parameters: { baseline: "black" } },
    { slug: "guided", parameters: { reluScope: "some" } },
    { slug: "guided", parameters: { reluScope: "modules", reluPattern: "(" } },
    { slug: "excitation", parameters: { at: "end" } },
    { slug: "integrated-gradients", parameters: { points: 0 } },
    { slug: "smooth-grad", parameters: { samples: 1.5 } },
    { slug: "occlusion", parameters: { window: 2 } },
    { slug: "rise", parameters: { keep: 0 } },
    { slug: "grad-cam", parameters: { layer: "nowhere" } },
    { slug: "grad-cam", parameters: { layer: "scores" } },
  ])("$slug $parameters", refused);
});
