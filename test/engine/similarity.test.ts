import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  condensedDistances,
  copheneticCorrelation,
  leafOrder,
  linkage,
} from "../../packages/engine/src/clustering/index.ts";
import { type Grid, resize } from "../../packages/engine/src/heatmap/index.ts";
import {
  averageRanks,
  type ComparedMap,
  commonGrid,
  correlation,
  deviations,
  hogDescriptor,
  measureNames,
  type SimilaritySetting,
  type SsimWindow,
  similarityMatrix,
  ssim,
  ssimMap,
  ssimStatistics,
  topShare,
} from "../../packages/engine/src/similarity/index.ts";
import { type GoldenPicture, goldenGrid, readGolden } from "./golden-picture.ts";

const whole = { x: 0, y: 0, width: 1, height: 1 };
const setting: SimilaritySetting = { normalisation: "auto", grid: 224, measure: "ssim-gaussian" };

const compare = (a: Grid, b: Grid, window: SsimWindow, dataRange = 1) =>
  ssim(ssimStatistics(a, window), ssimStatistics(b, window), dataRange);

function map(grid: Grid, more: Partial<ComparedMap> = {}): ComparedMap {
  return { grid, signed: false, rect: whole, ...more };
}

function noise(width: number, height: number, seed: number): Grid {
  let state = seed;
  const values = Float64Array.from({ length: width * height }, () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  });
  return { width, height, values };
}

interface SsimCase {
  readonly name: string;
  readonly a: GoldenPicture;
  readonly b: GoldenPicture;
  readonly ssim: Record<string, number | undefined>;
  readonly map?: Record<string, number[][]>;
}

describe.each(readGolden<SsimCase[]>("ssim"))("scikit-image's SSIM of $name", (golden) => {
  const a = goldenGrid(golden.a);
  const b = goldenGrid(golden.b);
  const keys = [
    ["uniform7_sample", "uniform", 1],
    ["uniform7_sample_range2", "uniform", 2],
    ["gaussian_wang", "gaussian", 1],
  ] as const;

  it("agrees within 1e-12, by both windows and another data range", () => {
    for (const [key, window, dataRange] of keys) {
      const expected = golden.ssim[key];
      if (expected === undefined) {
        expect(() => compare(a, b, window)).toThrow(expect.objectContaining({ code: "grid-too-small" }));
      } else {
        expect(Math.abs(compare(a, b, window, dataRange) - expected)).toBeLessThan(1e-12);
      }
    }
  });

  it("scales with the data range", () => {
    const by255 = (grid: Grid) => ({ ...grid, values: grid.values.map((value) => value * 255) });
    const expected = golden.ssim.uniform7_sample_range255_on_255!;
    expect(Math.abs(compare(by255(a), by255(b), "uniform", 255) - expected)).toBeLessThan(1e-12);
  });
});

describe.each(readGolden<SsimCase[]>("ssim").filter((golden) => golden.map))(
  "scikit-image's SSIM map of $name",
  (golden) => {
    it.each([
      ["uniform7_sample", "uniform", 3],
      ["gaussian_wang", "gaussian", 5],
    ] as const)("%s agrees within 1e-11 in every window", (key, window, border) => {
      const [a, b] = [goldenGrid(golden.a), goldenGrid(golden.b)];
      const local = ssimMap(ssimStatistics(a, window), ssimStatistics(b, window), 1);
      const inner = golden.map![key]!.slice(border, -border).flatMap((row) => row.slice(border, -border));
      expect(local).toHaveLength(inner.length);
      inner.forEach((value, cell) => {
        expect(Math.abs(local[cell]! - value)).toBeLessThan(1e-11);
      });
    });
  },
);

interface Patterns {
  readonly clades: number[][];
  readonly leaves: number[];
  readonly cophenetic_correlation: number;
}

interface Pipeline {
  readonly h: number;
  readonly w: number;
  readonly models: string[];
  readonly [matrix: `ssim_${string}`]: number[][];
  readonly [tree: `ward_${string}`]: [number, number, number, number][];
  readonly [patterns: `patterns_${string}`]: Patterns;
}

describe.each(readGolden<Pipeline[]>("pipeline").map((golden, image) => ({ golden, image })))(
  "from maps to tree, picture $image",
  ({ golden }) => {
    // The models' maps run from 0 to 255, so min-max gives what scikit-image was given.
    const maps = golden.models.map((b64) =>
      map({ width: golden.w, height: golden.h, values: Float64Array.from(Buffer.from(b64, "base64")) }),
    );

    it.each([
      ["ssim-uniform", "uniform7_sample"],
      ["ssim-gaussian", "gaussian_wang"],
    ] as const)("%s: similarities within 1e-12, Ward's trees as scipy's", (measure, key) => {
      const found = similarityMatrix(maps, { normalisation: "minmax", grid: golden.w, measure }) as number[];
      const expected = golden[`ssim_${key}`]!.flatMap((row, i) => row.slice(i + 1));
      found.forEach((value, pair) => {
        expect(Math.abs(value - expected[pair]!)).toBeLessThan(1e-12);
      });
      for (const [tree, distance] of [
        [`ward_${key}`, "one-minus"],
        [`ward_on_sqrt_d_${key}`, "root"],
      ] as const) {
        const merges = linkage(condensedDistances(found, distance), maps.length, "ward");
        golden[tree as `ward_${string}`]!.forEach(([left, right, height, size], position) => {
          expect(merges[position]).toMatchObject({ left, right, size });
          expect(Math.abs(merges[position]!.height - height)).toBeLessThan(1e-11);
        });
      }
      const distances = condensedDistances(found, "one-minus");
      const merges = linkage(distances, maps.length, "ward");
      const patterns = golden[`patterns_${key}`]!;
      expect(leafOrder(merges)).toEqual(patterns.leaves);
      expect(copheneticCorrelation(merges, distances)).toBeCloseTo(patterns.cophenetic_correlation, 10);
    });
  },
);

interface CorrelationCase {
  readonly name: string;
  readonly a: GoldenPicture;
  readonly b: GoldenPicture;
  readonly pearson: number | "NaN";
  readonly spearman: number | "NaN";
  readonly spearman_abs_diff_from_half: number | "NaN";
}

/** Within the tolerance of a golden number; null where the reference has none. */
function expectNear(found: number | null, expected: number | "NaN", tolerance: number): void {
  if (expected === "NaN") expect(found).toBeNull();
  else expect(Math.abs(found! - expected)).toBeLessThanOrEqual(tolerance);
}

describe.each(readGolden<CorrelationCase[]>("correlation"))("scipy's correlations of $name", (golden) => {
  const [a, b] = [goldenGrid(golden.a).values, goldenGrid(golden.b).values];

  it("Pearson and Spearman agree within 4e-15, null where a side is constant", () => {
    expectNear(correlation(deviations(a), deviations(b)), golden.pearson, 4e-15);
    const ranked = (values: Float64Array) => deviations(averageRanks(values));
    expectNear(correlation(ranked(a), ranked(b)), golden.spearman, 4e-15);
    const fromHalf = (values: Float64Array) => ranked(values.map((value) => Math.abs(Math.round(value * 255) - 128)));
    expectNear(correlation(fromHalf(a), fromHalf(b)), golden.spearman_abs_diff_from_half, 4e-15);
  });
});

interface HogCase {
  readonly name: string;
  readonly a: GoldenPicture;
  readonly b: GoldenPicture;
  readonly orientations: number;
  readonly pixels_per_cell: number;
  readonly cells_per_block: number;
  readonly hog: Record<
    "L2-Hys",
    {
      readonly len: number;
      readonly pearson: number | "NaN";
      readonly spearman: number | "NaN";
      readonly a: number[] | null;
      readonly b: number[] | null;
      readonly a_first36: number[];
      readonly b_sum: number;
    }
  >;
}

describe.each(readGolden<HogCase[]>("hog"))("scikit-image's HOG of $name", (golden) => {
  const settings = {
    orientations: golden.orientations,
    cell: golden.pixels_per_cell,
    block: golden.cells_per_block,
  };
  const a = hogDescriptor(goldenGrid(golden.a), settings);
  const b = hogDescriptor(goldenGrid(golden.b), settings);
  const expected = golden.hog["L2-Hys"];

  it("descriptor within 1e-6 (its sums are float32), correlations of the descriptors too", () => {
    expect(a).toHaveLength(expected.len);
    const worst = (found: Float64Array, values: readonly number[]) =>
      values.reduce((most, value, place) => Math.max(most, Math.abs(value - found[place]!)), 0);
    expect(worst(a, expected.a ?? expected.a_first36)).toBeLessThan(1e-6);
    expect(worst(b, expected.b ?? [])).toBeLessThan(1e-6);
    expect(Math.abs(b.reduce((sum, value) => sum + value, 0) - expected.b_sum)).toBeLessThan(1e-6 * b.length);
    expectNear(correlation(deviations(a), deviations(b)), expected.pearson, 1e-6);
  });
});

describe("parts of the measures", () => {
  it("ranks share the mean of their places", () => {
    expect([...averageRanks(Float64Array.of(3, 1, 3, 3, 2))]).toEqual([4, 1, 4, 4, 2]);
  });

  it("the top share is a tenth of the pixels, ties in raster order", () => {
    const values = new Float64Array(40).fill(1);
    values[30] = 5;
    values[39] = 2;
    const mask = topShare({ width: 8, height: 5, values });
    expect([...mask!.entries()].filter(([, bit]) => bit === 1).map(([cell]) => cell)).toEqual([0, 1, 30, 39]);
  });

  it("HOG refuses a grid without room for a block", () => {
    expect(() => hogDescriptor(noise(40, 60, 1))).toThrow(
      "HOG needs maps of at least 48×48, these are 40×60; compare them on a larger grid.",
    );
  });
});

describe("SSIM of any two maps", () => {
  const seeds = fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }));

  it("is symmetric to the last bit, at most 1, and exactly 1 for a map and itself", () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom<SsimWindow>("gaussian", "uniform"), ([p, q], window) => {
        const a = noise(14, 12, p);
        const b = noise(14, 12, q);
        expect(compare(a, b, window)).toBe(compare(b, a, window));
        expect(compare(a, b, window)).toBeLessThanOrEqual(1);
        expect(compare(a, a, window)).toBe(1);
      }),
    );
  });
});

describe("similarityMatrix", () => {
  it("compares signed maps under absmax over a range of 2, unsigned ones under p99 over 1", () => {
    const centred = (seed: number) => {
      const grid = noise(30, 30, seed);
      return { ...grid, values: grid.values.map((value) => 2 * value - 1) };
    };
    const [a, b] = [centred(3), centred(4)];
    const absmax = (grid: Grid) => {
      const largest = Math.max(...grid.values.map(Math.abs));
      return { ...grid, values: grid.values.map((value) => value / largest) };
    };
    const signed = similarityMatrix([map(a, { signed: true }), map(b, { signed: true })], { ...setting, grid: 30 });
    expect(signed).toEqual([compare(absmax(a), absmax(b), "gaussian", 2)]);
    const unsigned = { ...setting, grid: 30 } as const;
    expect(similarityMatrix([map(a), map(b)], unsigned)).toEqual(
      similarityMatrix([map(a), map(b)], { ...unsigned, normalisation: "p99" }),
    );
  });

  it("compares maps that saw different parts of the picture on what both saw", () => {
    // b saw the central half of what a saw, and agrees with a there.
    const a = noise(64, 64, 5);
    const b = { ...resize(a, 32, 32, { x: 0.25, y: 0.25, width: 0.5, height: 0.5 }) };
    const inner = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 };
    const both = [map(a), map(b, { rect: inner })];
    const [cut] = similarityMatrix(both, { ...setting, normalisation: "minmax", grid: 32 });
    const [squeezed] = similarityMatrix([map(a), map(b)], { ...setting, normalisation: "minmax", grid: 32 });
    expect(cut).toBeGreaterThan(0.99);
    expect(squeezed).toBeLessThan(0.5);
  });

  it("gives a pair the same number whichever maps stand beside it", () => {
    const rect = { x: 0.1, y: 0.1, width: 0.8, height: 0.8 };
    const [a, b, c] = [map(noise(20, 20, 7)), map(noise(13, 13, 8)), map(noise(16, 16, 9), { rect })] as const;
    const three = similarityMatrix([a, b, c], setting);
    expect(three).toEqual(
      [
        [a, b],
        [a, c],
        [b, c],
      ].flatMap((pair) => similarityMatrix(pair, setting)),
    );
  });

  it("takes constant maps as zeros", () => {
    const flat = map({ width: 20, height: 20, values: new Float64Array(400).fill(3) });
    expect(similarityMatrix([flat, flat], setting)).toEqual([1]);
    expect(similarityMatrix([flat, map(noise(20, 20, 2))], setting)[0]).toBeLessThan(0.1);
  });

  it("finds the smallest grid among the maps", () => {
    expect(commonGrid([map(noise(13, 14, 1)), map(noise(20, 12, 1))])).toBe(12);
  });

  it("has no correlation and no IoU with a constant map, but an SSIM", () => {
    const maps = [map({ width: 20, height: 20, values: new Float64Array(400).fill(3) }), map(noise(20, 20, 2))];
    for (const measure of measureNames) {
      const [value] = similarityMatrix(maps, { ...setting, measure });
      if (measure.startsWith("ssim")) expect(value).toBeTypeOf("number");
      else expect(value).toBeNull();
    }
  });

  it("is 1 by every measure for a map and itself", () => {
    const twice = [map(noise(20, 20, 2)), map(noise(20, 20, 2))];
    for (const measure of measureNames) {
      expect(similarityMatrix(twice, { ...setting, measure })[0]).toBeCloseTo(1, 12);
    }
  });

  it("refuses what it cannot compare, in a sentence", () => {
    const maps = [map(noise(20, 20, 7)), map(noise(20, 20, 8))];
    expect(() => similarityMatrix(maps, { ...setting, grid: 7 })).toThrow(
      "SSIM with the gaussian window needs maps of at least 11×11, these are 7×7; compare them on a larger grid.",
    );
    expect(() => similarityMatrix(maps, { ...setting, measure: "mse" as "ssim-uniform" })).toThrow(
      "There is no measure mse; choose one of ssim-gaussian, ssim-uniform, pearson, spearman, hog, iou.",
    );
    const apart = [map(noise(20, 20, 7), { rect: { x: 0, y: 0, width: 0.4, height: 1 } })];
    apart.push(map(noise(20, 20, 7), { rect: { x: 0.5, y: 0, width: 0.4, height: 1 } }));
    expect(() => similarityMatrix(apart, setting)).toThrow(expect.objectContaining({ code: "nothing-in-common" }));
  });
});

it.each(measureNames)("%s of a map with a value that is no number is null, and is found at once", (measure) => {
  const map = (value: (cell: number) => number) => ({
    grid: { width: 48, height: 48, values: Float64Array.from({ length: 48 * 48 }, (_, cell) => value(cell)) },
    signed: false,
    rect: { x: 0, y: 0, width: 1, height: 1 },
  });
  const sound = map((cell) => Math.sin(cell));
  for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    const maps = [sound, map((cell) => (cell % 7 === 0 ? odd : cell)), map((cell) => Math.cos(cell))];
    const found = similarityMatrix(maps, { normalisation: "p99", grid: 48, measure });
    expect(found).toEqual([null, expect.any(Number), null]);
  }
});
