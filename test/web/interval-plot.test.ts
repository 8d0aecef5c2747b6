import { expect, test } from "vitest";
import { apartFrom, prepareIntervals } from "../../apps/web/charts/interval-plot.prepare.ts";

const row = { key: "guided", name: "Guided", k: 11, n: 12, interval: { low: 0.646, high: 0.985 }, chance: 0.1 };

test("a share, its interval and its chance stand on one scale of 100", () => {
  const [prepared] = prepareIntervals([row]);
  expect(prepared!.dot).toBeCloseTo(91.667, 3);
  expect(prepared!.line!.from).toBeCloseTo(64.6, 9);
  expect(prepared!.line!.width).toBeCloseTo(33.9, 9);
  expect(prepared!.chance).toBeCloseTo(10, 9);
  expect(prepared!.told).toBe("Guided: 11 of 12, 65 to 99 %; by chance 10 %");
});

test("what is missing is drawn as nothing, never as zero", () => {
  const [prepared] = prepareIntervals([{ ...row, k: 0, n: 0, interval: null, chance: null }]);
  expect(prepared).toMatchObject({
    dot: null,
    line: null,
    chance: null,
    count: "none",
    told: "Guided: no image counts",
  });
});

test("rows keep their order and their own counts: methods are never pooled", () => {
  const rows = prepareIntervals([row, { ...row, key: "grad-cam", name: "Grad-CAM", k: 2 }]);
  expect(rows.map(({ key, count }) => [key, count])).toEqual([
    ["guided", "11 of 12"],
    ["grad-cam", "2 of 12"],
  ]);
});

test("what differs lies wholly apart from the chosen row, above or below; what touches it or has no interval does not", () => {
  const at = (key: string, low: number, high: number) => ({ ...row, key, name: key, interval: { low, high } });
  const rows = [
    at("chosen", 0.4, 0.6),
    at("below", 0.1, 0.39),
    at("above", 0.61, 0.9),
    at("touching", 0.6, 0.9),
    { ...row, key: "none", n: 0, interval: null },
  ];
  expect(apartFrom(rows, "chosen")).toEqual(["below", "above"]);
  expect(apartFrom(rows, "none")).toEqual([]);
});
