import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import {
  colourTable,
  decode,
  encode,
  type Grid,
  highlightedArea,
  isConstant,
  normalise,
  percentile,
  readNpy,
  reduce,
  resize,
  resolveNormalisation,
  toNpy,
  toPng,
  valuesHash,
} from "../../packages/engine/src/heatmap/index.ts";

const grid = (width: number, values: readonly number[]): Grid => ({
  width,
  height: values.length / width,
  values: Float64Array.from(values),
});

const anyGrid = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })).chain(([width, height]) =>
  fc
    .array(fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e6), max: Math.fround(1e6) }), {
      minLength: width * height,
      maxLength: width * height,
    })
    .map((values) => grid(width, values)),
);

describe("reduce", () => {
  const attribution = Float32Array.of(1, -2, 3, -4, 5, -6); // 3 channels of 1×2

  it("sums magnitudes, values, or takes the largest magnitude", () => {
    expect([...reduce(attribution, [3, 1, 2], "abs-sum").values]).toEqual([9, 12]);
    expect([...reduce(attribution, [3, 1, 2], "sum").values]).toEqual([9, -12]);
    expect([...reduce(attribution, [3, 1, 2], "max-abs").values]).toEqual([5, 6]);
    expect([...reduce(attribution.subarray(0, 2), [1, 1, 2], "none").values]).toEqual([1, -2]);
  });

  it("refuses to keep several channels", () => {
    expect(() => reduce(attribution, [3, 1, 2], "none")).toThrow(expect.objectContaining({ code: "channels-left" }));
  });
});

describe("encode and decode", () => {
  it("rounds to the nearest float16, ties to even", () => {
    // 1 + 1/2048 lies midway between 1 and 1 + 1/1024; 1 + 3/2048 midway between 1 + 1/1024 and 1 + 2/1024.
    const { values } = encode(grid(4, [2, 2 * (0.5 + 1 / 4096), 2 * (0.5 + 3 / 4096), 2 / 3]));
    const bits = new Uint16Array(Uint8Array.from(values).buffer);
    expect([...bits]).toEqual([0x3c00, 0x3800, 0x3802, 0x3555]);
  });

  it("keeps every value within 2⁻¹¹ of itself, or within 2⁻²⁵ of the largest", () => {
    fc.assert(
      fc.property(anyGrid, (map) => {
        const kept = encode(map);
        const back = decode(kept);
        const largest = Math.max(...map.values.map(Math.abs));
        expect(kept.scale).toBe(Math.fround(largest));
        back.values.forEach((value, cell) => {
          const allowed = Math.max(Math.abs(map.values[cell]!) * 2 ** -11, largest * 2 ** -25);
          expect(Math.abs(value - map.values[cell]!)).toBeLessThanOrEqual(allowed * (1 + 1e-6) + 1e-45);
        });
      }),
    );
  });

  it("keeps a map of zeros, with scale 0", () => {
    const kept = encode(grid(2, [0, -0, 0, 0]));
    expect(kept.scale).toBe(0);
    expect([...decode(kept).values]).toEqual([0, 0, 0, 0]);
  });

  it("refuses a map that is not finite", () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1e39]) {
      expect(() => encode(grid(2, [1, value]))).toThrow(expect.objectContaining({ code: "map-not-finite" }));
    }
  });

  it("refuses bytes that do not fill the grid", () => {
    const kept = { ...encode(grid(2, [1, 2])), gridWidth: 3 };
    expect(() => decode(kept)).toThrow(expect.objectContaining({ code: "map-inconsistent" }));
  });

  it("reads bytes at an odd offset", () => {
    const kept = encode(grid(2, [1, 0.25]));
    const pack = new Uint8Array([7, ...kept.values]);
    expect([...decode({ ...kept, values: pack.subarray(1) }).values]).toEqual([1, 0.25]);
  });

  it("hashes the values and the scale", () => {
    const kept = encode(grid(2, [1, 0.25]));
    // printf '\x00\x3c\x00\x34\x00\x00\x80\x3f' | sha256sum
    expect(Buffer.from(valuesHash(kept)).toString("hex")).toBe(
      "fc32b943865bbe36d08d15f0a197c4f186a9861ced135af9bf0efc071acb6eb5",
    );
    expect(valuesHash({ ...kept, scale: 2 })).not.toEqual(valuesHash(kept));
  });
});

describe("normalise", () => {
  it("takes percentiles as numpy does", () => {
    expect(percentile(Float64Array.of(3, 1, 2, 10), 99)).toBe(9.79);
    expect(percentile(Float64Array.of(3, 1, 2, 10), 50)).toBe(2.5);
    expect(percentile(Float64Array.of(7), 99)).toBe(7);
  });

  it("takes any percentile of any values as sorting them would", () => {
    fc.assert(
      fc.property(anyGrid, fc.integer({ min: 0, max: 100 }), ({ values }, q) => {
        const sorted = [...values].sort((p, r) => p - r);
        const place = ((values.length - 1) * q) / 100;
        const [a, b] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
        const expected = a + (b - a) * (place - Math.floor(place));
        expect(Math.abs(percentile(values, q) - expected)).toBeLessThanOrEqual(1e-9 * (Math.abs(a) + Math.abs(b)));
      }),
    );
  });

  it("p99 maps the least to 0 and clips above the 99th percentile", () => {
    const map = grid(
      101,
      Array.from({ length: 101 }, (_, i) => i),
    );
    const { values } = normalise(map, "p99");
    expect(values[0]).toBe(0);
    expect(values[99]).toBe(1);
    expect(values[100]).toBe(1);
    expect(values[33]).toBeCloseTo(1 / 3, 12);
  });

  it("p99 falls back to min-max where the 99th percentile is the least value", () => {
    const values = new Array(300).fill(2);
    values[7] = 6;
    expect(normalise(grid(300, values), "p99").values[7]).toBe(1);
    expect(normalise(grid(300, values), "p99").values[8]).toBe(0);
  });

  it("min-max spans 0–1 and absmax keeps zero and the sign", () => {
    expect([...normalise(grid(3, [-2, 0, 6]), "minmax").values]).toEqual([0, 0.25, 1]);
    expect([...normalise(grid(3, [-8, 0, 4]), "absmax").values]).toEqual([-1, 0, 0.5]);
  });

  it("stays within its range for any map, and turns constant maps to zeros", () => {
    fc.assert(
      fc.property(anyGrid, fc.constantFrom("p99", "minmax", "absmax"), (map, rule) => {
        const { values } = normalise(map, rule);
        const low = rule === "absmax" ? -1 : 0;
        expect(values.every((value) => value >= low && value <= 1)).toBe(true);
        if (isConstant(map)) expect(values.every((value) => value === 0)).toBe(true);
      }),
    );
  });

  it("chooses absmax for signed maps and p99 for others, unless told", () => {
    expect(resolveNormalisation("auto", true)).toBe("absmax");
    expect(resolveNormalisation("auto", false)).toBe("p99");
    expect(resolveNormalisation("minmax", true)).toBe("minmax");
  });
});

describe("resize", () => {
  it("samples at half-pixel centres and repeats the edge", () => {
    expect([...resize(grid(2, [0, 4]), 4, 1).values]).toEqual([0, 1, 3, 4]);
    expect([...resize(grid(4, [0, 1, 3, 4]), 2, 1).values]).toEqual([0.5, 3.5]);
    expect([...resize(grid(1, [0, 4]), 1, 4).values]).toEqual([0, 1, 3, 4]);
  });

  it("looks through a window as if the map had been resized and cut", () => {
    const map = grid(4, [1, 5, 2, 8, 3, 0, 7, 4, 9, 6, 1, 2, 4, 4, 0, 5]);
    const whole = resize(map, 16, 16);
    const part = resize(map, 8, 4, { x: 0.25, y: 0.5, width: 0.5, height: 0.25 });
    for (let y = 0; y < 4; y++) {
      for (let x = 0; x < 8; x++) {
        expect(part.values[y * 8 + x]).toBeCloseTo(whole.values[(y + 8) * 16 + x + 4]!, 12);
      }
    }
  });

  it("never leaves the range of its source", () => {
    fc.assert(
      fc.property(anyGrid, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), (map, width, height) => {
        const { values } = resize(map, width, height);
        const slack = 1e-12 * Math.max(...map.values.map(Math.abs));
        expect(Math.min(...values)).toBeGreaterThanOrEqual(Math.min(...map.values) - slack);
        expect(Math.max(...values)).toBeLessThanOrEqual(Math.max(...map.values) + slack);
      }),
    );
  });
});

describe("highlighted area", () => {
  it("is the share of the comparison grid at or above half of the range", () => {
    expect(highlightedArea(grid(2, [0, 1]))).toBe(0.5);
    expect(highlightedArea(grid(2, [3, 3]))).toBe(0);
    const ramp = Array.from({ length: 224 * 224 }, (_, i) => (i % 224 < 56 ? 5 : 1));
    expect(highlightedArea(grid(224, ramp))).toBe(0.25);
  });
});

describe("pictures and files of maps", () => {
  it("has matplotlib's colours", () => {
    const at = (name: Parameters<typeof colourTable>[0], step: number) => [
      ...colourTable(name).subarray(step * 3, step * 3 + 3),
    ];
    const steps = [0, 64, 128, 255];
    expect(steps.map((step) => at("inferno", step))).toEqual([
      [0, 0, 4],
      [87, 16, 110],
      [188, 55, 84],
      [252, 255, 164],
    ]);
    expect(steps.map((step) => at("viridis", step))).toEqual([
      [68, 1, 84],
      [59, 82, 139],
      [33, 145, 140],
      [253, 231, 37],
    ]);
    expect(steps.map((step) => at("cividis", step))).toEqual([
      [0, 34, 78],
      [67, 78, 108],
      [125, 124, 120],
      [254, 232, 56],
    ]);
    expect(steps.map((step) => at("magma", step))).toEqual([
      [0, 0, 4],
      [81, 18, 124],
      [183, 55, 121],
      [252, 253, 191],
    ]);
    expect(steps.map((step) => at("jet", step))).toEqual([
      [0, 0, 128],
      [0, 128, 255],
      [125, 255, 122],
      [128, 0, 0],
    ]);
    expect(steps.map((step) => at("blue-white-red", step))).toEqual([
      [0, 0, 255],
      [128, 128, 255],
      [255, 254, 254],
      [255, 0, 0],
    ]);
  });

  it("paints an opaque PNG, zero of a signed map in the middle", async () => {
    const painting = {
      colourMap: "blue-white-red",
      normalisation: "absmax",
      signed: true,
      width: 3,
      height: 1,
    } as const;
    const png = await toPng(grid(3, [-2, 0, 2]), painting);
    const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 3, height: 1, channels: 3 });
    expect([...data]).toEqual([0, 0, 255, 255, 254, 254, 255, 0, 0]);
  });

  it("paints a signed map's bulk under absp99: clipped at the 99th percentile of its magnitudes, white where it is zero", async () => {
    const values = [-400, ...Array.from({ length: 99 }, (_, at) => [-1, 0, 1][at % 3]!), 0];
    const painting = { colourMap: "blue-white-red", signed: true, width: 101, height: 1 } as const;
    const colours = async (normalisation: "absmax" | "absp99") => {
      const { data } = await sharp(await toPng(grid(101, values), { ...painting, normalisation }))
        .raw()
        .toBuffer({ resolveWithObject: true });
      return [0, 1, 2, 3].map((at) => [...data.subarray(3 * at, 3 * at + 3)]);
    };
    const [blue, white, red] = [
      [0, 0, 255],
      [255, 254, 254],
      [255, 0, 0],
    ];
    expect(await colours("absp99")).toEqual([blue, blue, white, red]);
    expect(await colours("absmax")).toEqual([blue, [254, 254, 255], white, white]);
  });

  it("writes NumPy files byte for byte as numpy does, and reads them", () => {
    const npy = toNpy(grid(3, [0, 0.25, 0.5, 0.75, 1, 1.25]));
    // numpy.save of float32 [2, 3]
    const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`.padEnd(117);
    expect(Buffer.from(npy.subarray(0, 128)).toString("latin1")).toBe(`\x93NUMPY\x01\x00v\x00${header}\n`);
    expect(readNpy(npy)).toEqual({ shape: [2, 3], data: Float32Array.of(0, 0.25, 0.5, 0.75, 1, 1.25) });
    expect(() => readNpy(new Uint8Array(40))).toThrow(expect.objectContaining({ code: "not-npy" }));
  });
});
