import { describe, expect, test } from "vitest";
import { farthest, readNpy } from "../../apps/web/tour/values.prepare.ts";
import { toNpy } from "../../packages/engine/src/heatmap/to-npy.ts";

describe("the values of a heat map", () => {
  test("are read from the file that the engine writes, none lost and none added", () => {
    const values = Float64Array.of(0, 0.25, -1.5, 3, 2 ** -20, 6);
    const file = toNpy({ values, width: 3, height: 2 });
    expect([...readNpy(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer)]).toEqual([
      ...values,
    ]);
  });

  test("are apart by their largest difference, as a share of the first map's largest value", () => {
    expect(farthest(Float32Array.of(4, 2, 0), Float32Array.of(4, 1, 0.5))).toBe(0.25);
    expect(farthest(Float32Array.of(0, 0), Float32Array.of(0, 0))).toBe(0);
    expect(farthest(Float32Array.of(0, 0), Float32Array.of(0, 1))).toBe(Number.POSITIVE_INFINITY);
  });

  test("of maps of different sizes are never equal", () => {
    expect(farthest(Float32Array.of(1), Float32Array.of(1, 1))).toBe(Number.POSITIVE_INFINITY);
  });
});
