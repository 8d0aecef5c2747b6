import { describe, expect, test } from "vitest";
import type { Setting } from "../../apps/web/cluster/setting.prepare.ts";
import { dependenceOf, type SettingCount, settingTable } from "../../apps/web/pattern/setting.prepare.ts";

const settings: Setting[] = ["p99", "minmax", "absmax"].flatMap((normalisation) =>
  ["ssim-gaussian", "ssim-uniform"].flatMap((measure) =>
    ["one-minus", "root"].flatMap((distance) =>
      ["average", "ward"].map((linkage) => ({ normalisation, measure, distance, linkage })),
    ),
  ),
);
const counts = (holds: (setting: Setting) => boolean | null): SettingCount[] =>
  settings.map((setting) => ({ setting, holds: holds(setting), k: holds(setting) ? 3 : 1, n: 4 }));

describe("what a verdict depends on", () => {
  test("is named where one choice alone explains it", () => {
    expect(
      dependenceOf(
        counts(({ linkage }) => linkage === "ward"),
        true,
      ),
    ).toBe("only under Ward");
    expect(
      dependenceOf(
        counts(({ distance }) => distance !== "root"),
        true,
      ),
    ).toBe("only under 1 − s");
    expect(
      dependenceOf(
        counts(({ normalisation }) => normalisation !== "p99"),
        true,
      ),
    ).toMatch(/^only under \S+ or \S+$/);
  });

  test("is what keeps the verdict that is shown, be it no", () => {
    expect(
      dependenceOf(
        counts(({ linkage }) => linkage === "ward"),
        false,
      ),
    ).toBe("only under average");
  });

  test("is not made up: not where all agree, none does, two choices matter or settings are missing", () => {
    expect(
      dependenceOf(
        counts(() => true),
        true,
      ),
    ).toBeNull();
    expect(
      dependenceOf(
        counts(() => false),
        true,
      ),
    ).toBeNull();
    expect(
      dependenceOf(
        counts(({ linkage, distance }) => linkage === "ward" && distance === "root"),
        true,
      ),
    ).toBeNull();
    expect(
      dependenceOf(
        counts(({ linkage }) => (linkage === "ward" ? true : null)),
        true,
      ),
    ).toBeNull();
    expect(dependenceOf([], true)).toBeNull();
  });
});

test("24 settings are a table of 6 by 4, every cell in its place and a gap where one is missing", () => {
  const { columns, rows } = settingTable(counts(() => true).slice(1));
  expect(columns).toHaveLength(4);
  expect(rows).toHaveLength(6);
  const cells = rows.flatMap((row) => row.cells);
  expect(cells.filter((cell) => cell === null)).toHaveLength(1);
  expect(rows[0]!.cells.indexOf(null)).toBe(columns.indexOf("1 − s, average"));
});
