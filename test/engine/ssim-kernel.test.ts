import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Grid } from "../../packages/engine/src/heatmap/index.ts";
import { type SsimWindow, ssim, ssimMap, ssimStatistics } from "../../packages/engine/src/similarity/index.ts";
import { signed, unsigned } from "../../packages/engine/src/wasm/leb128.ts";

/** Weights of a line of taps: a window's are their products. */
const lines: Record<SsimWindow, number[]> = {
  gaussian: Array.from({ length: 11 }, (_, tap) => Math.exp(-((tap - 5) ** 2) / 4.5)),
  uniform: new Array(7).fill(1),
};

/** Definitions.md §3, window by window, pixel by pixel. */
function literalMap(a: Grid, b: Grid, window: SsimWindow, dataRange: number): number[] {
  const line = lines[window];
  const total = line.reduce((sum, weight) => sum + weight, 0);
  const side = line.length;
  const factor = window === "uniform" ? 49 / 48 : 1;
  const [c1, c2] = [(0.01 * dataRange) ** 2, (0.03 * dataRange) ** 2];
  const found: number[] = [];
  for (let y = 0; y + side <= a.height; y++) {
    for (let x = 0; x + side <= a.width; x++) {
      const mean = (value: (cell: number) => number) => {
        let sum = 0;
        for (let row = 0; row < side; row++)
          for (let column = 0; column < side; column++)
            sum += line[row]! * line[column]! * value((y + row) * a.width + x + column);
        return sum / total ** 2;
      };
      const [ux, uy] = [mean((cell) => a.values[cell]!), mean((cell) => b.values[cell]!)];
      const covariance = (p: Grid, up: number, q: Grid, uq: number) =>
        factor * (mean((cell) => p.values[cell]! * q.values[cell]!) - up * uq);
      const [vx, vy, vxy] = [covariance(a, ux, a, ux), covariance(b, uy, b, uy), covariance(a, ux, b, uy)];
      found.push(((2 * ux * uy + c1) * (2 * vxy + c2)) / ((ux ** 2 + uy ** 2 + c1) * (vx + vy + c2)));
    }
  }
  return found;
}

function noise(width: number, height: number, seed: number): Grid {
  let state = seed + 1;
  const values = Float64Array.from({ length: width * height }, () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  });
  return { width, height, values };
}

const windows = ["gaussian", "uniform"] as const;

describe.each(windows)("SSIM's kernel, %s window", (window) => {
  it("is the definition on maps of every size, odd and even, down to one window", () => {
    const sides = fc.integer({ min: 11, max: 24 });
    fc.assert(
      fc.property(sides, sides, fc.nat(1e6), fc.constantFrom(1, 2), (width, height, seed, dataRange) => {
        const [a, b] = [noise(width, height, seed), noise(width, height, seed + 1)];
        const expected = literalMap(a, b, window, dataRange);
        const [x, y] = [ssimStatistics(a, window), ssimStatistics(b, window)];
        const local = ssimMap(x, y, dataRange);
        expect(local).toHaveLength(expected.length);
        expected.forEach((value, cell) => {
          expect(Math.abs(local[cell]! - value)).toBeLessThan(1e-11);
        });
        const mean = expected.reduce((sum, value) => sum + value, 0) / expected.length;
        expect(Math.abs(ssim(x, y, dataRange) - mean)).toBeLessThan(1e-12);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    [251, 75],
    [253, 140],
    [505, 76],
  ])("is the definition on a map of several tiles, %i×%i", (width, height) => {
    const [a, b] = [noise(width, height, 1), noise(width, height, 2)];
    const expected = literalMap(a, b, window, 1);
    const [x, y] = [ssimStatistics(a, window), ssimStatistics(b, window)];
    const local = ssimMap(x, y, 1);
    expect(Math.max(...expected.map((value, cell) => Math.abs(value - local[cell]!)))).toBeLessThan(1e-11);
    const mean = expected.reduce((sum, value) => sum + value, 0) / expected.length;
    expect(Math.abs(ssim(x, y, 1) - mean)).toBeLessThan(1e-12);
  });

  it("gives a pair one number, whatever was compared before and however many maps there are room for", () => {
    const maps = Array.from({ length: 70 }, (_, seed) => ssimStatistics(noise(200, 210, seed), window));
    const first = maps.slice(1, 6).map((other) => ssim(maps[0]!, other, 1));
    for (const other of maps) ssim(maps[69]!, other, 1);
    ssim(ssimStatistics(noise(40, 40, 1), window), ssimStatistics(noise(40, 40, 2), window), 1);
    expect(maps.slice(1, 6).map((other) => ssim(other, maps[0]!, 1))).toEqual(first);
    expect(maps.slice(1, 6).map((other) => ssim(maps[0]!, ssimStatistics(other.grid, window), 1))).toEqual(first);
  });

  it.each([
    [1e-30, 1e-30],
    [1e-12, 1e-12],
    [1e12, 1e12],
    [1e30, 1e30],
    [1e25, 1],
  ])("is the mean of the local similarities, and no overflow, of maps of %d at a data range of %d", (scale, range) => {
    const [x, y] = [1, 2].map((seed) => {
      const { values, ...size } = noise(40, 41, seed);
      return ssimStatistics({ ...size, values: values.map((value) => value * scale) }, window);
    });
    const local = ssimMap(x!, y!, range);
    const mean = local.reduce((sum, value) => sum + value, 0) / local.length;
    expect(Math.abs(mean)).toBeGreaterThan(1e-3);
    expect(Math.abs(ssim(x!, y!, range) - mean)).toBeLessThan(1e-12);
  });

  it("is not a number where a map has one that is none", () => {
    const broken = noise(40, 41, 1);
    broken.values[700] = Number.NaN;
    expect(ssim(ssimStatistics(broken, window), ssimStatistics(noise(40, 41, 2), window), 1)).toBeNaN();
  });

  it("is 1 for a map with itself", () => {
    const map = ssimStatistics(noise(30, 31, 5), window);
    expect(ssim(map, map, 1)).toBe(1);
  });
});

it("SSIM's numbers are these, to the last bit, on every machine", () => {
  const values = windows.map((window) =>
    ssim(ssimStatistics(noise(224, 224, 1), window), ssimStatistics(noise(224, 224, 2), window), 1),
  );
  expect(values).toEqual([0.1630824423771871, 0.16758390615216495]);
});

it("SSIM refuses maps of two sizes", () => {
  const [a, b] = [ssimStatistics(noise(20, 20, 1), "gaussian"), ssimStatistics(noise(20, 21, 1), "gaussian")];
  expect(() => ssim(a, b, 1)).toThrow(expect.objectContaining({ code: "grids-differ" }));
});

describe("LEB128", () => {
  it("is the core specification's of numbers without a sign", () => {
    expect([0, 127, 128, 624485].map(unsigned)).toEqual([[0], [0x7f], [0x80, 1], [0xe5, 0x8e, 0x26]]);
  });

  it("is the core specification's of numbers with a sign", () => {
    expect([0, 63, 64, -1, -64, -65, -123456].map(signed)).toEqual([
      [0],
      [0x3f],
      [0xc0, 0],
      [0x7f],
      [0x40],
      [0xbf, 0x7f],
      [0xc0, 0xbb, 0x78],
    ]);
  });
});
