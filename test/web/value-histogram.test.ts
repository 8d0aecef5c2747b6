import { describe, expect, test } from "vitest";
import { prepareHistogram, readNpy } from "../../apps/web/charts/value-histogram.prepare.ts";

/** As NumPy's np.save writes a float32 matrix. */
function npy(shape: string, values: readonly number[], descr = "<f4") {
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }`.padEnd(117).concat("\n");
  const bytes = new Uint8Array(10 + header.length + values.length * 4);
  bytes.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, header.length, 0]);
  bytes.set(new TextEncoder().encode(header), 10);
  const view = new DataView(bytes.buffer);
  values.forEach((value, at) => {
    view.setFloat32(10 + header.length + at * 4, value, true);
  });
  return bytes.buffer;
}

describe("a .npy file", () => {
  test("is read as float32 values and their grid", () => {
    expect(readNpy(npy("2, 3", [0, 1, 2, 3, 4, 5]))).toEqual({
      width: 3,
      height: 2,
      values: Float32Array.of(0, 1, 2, 3, 4, 5),
    });
  });

  test("of another type, a wrong length, or no such file at all is null", () => {
    expect(readNpy(npy("2, 3", [0, 1, 2, 3, 4, 5], "<f8"))).toBeNull();
    expect(readNpy(npy("2, 4", [0, 1, 2, 3, 4, 5]))).toBeNull();
    expect(readNpy(new TextEncoder().encode("<!doctype html>").buffer)).toBeNull();
  });
});

describe("the histogram", () => {
  const map = (...values: number[]) => ({ width: values.length, height: 1, values: Float32Array.from(values) });

  test("counts every value once", () => {
    const { bins } = prepareHistogram(map(0, 0.1, 0.5, 0.9, 1), "minmax", false);
    expect(bins.reduce((sum, share) => sum + share)).toBeCloseTo(1);
  });

  test("puts the largest value into the last bin and the smallest into the first", () => {
    const { bins } = prepareHistogram(map(-4, 8), "minmax", false);
    expect([bins[0], bins.at(-1)]).toEqual([0.5, 0.5]);
  });

  test("centres the 0 of a signed map, and has that of another at its start", () => {
    expect(prepareHistogram(map(-2, 0, 0, 2), "absmax", true).bins[8]).toBe(0.5);
    expect(prepareHistogram(map(2, 0, 0, 2), "absmax", false).bins[0]).toBe(0.5);
  });

  test("clips both ends of a signed map under absp99, and keeps 0 in the middle", () => {
    const values = Array.from({ length: 1000 }, (_, at) => (at < 4 ? -1000 : at > 995 ? 1000 : Math.sign(at - 500)));
    expect(prepareHistogram(map(...values), "absp99", true).bins[8]).toBe(0.001);
    expect(prepareHistogram(map(...values), "absp99", true).bins[0]).toBe(0.5);
    expect(prepareHistogram(map(...values), "absmax", true).bins[0]).toBe(0.004);
  });

  test("clips above the 99th percentile under p99", () => {
    const values = Array.from({ length: 1000 }, (_, at) => (at === 999 ? 1000 : at / 1000));
    expect(prepareHistogram(map(...values), "p99", false).bins[8]).toBeGreaterThan(0.05);
    expect(prepareHistogram(map(...values), "minmax", false).bins[8]).toBe(0);
  });

  test("of a constant map is one bin, not a division by zero", () => {
    expect(prepareHistogram(map(3, 3, 3), "p99", false).bins[0]).toBe(1);
  });
});
