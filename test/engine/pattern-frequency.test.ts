import { describe, expect, it } from "vitest";
import { linkage } from "../../packages/engine/src/clustering/index.ts";
import {
  answerCodes,
  forestFromMerges,
  frequencyOf,
  imageStability,
  leafSetOf,
  majority,
  type Pattern,
  patternChance,
  patternFrequency,
  stability,
  stabilitySettings,
} from "../../packages/engine/src/pattern/index.ts";

const six = leafSetOf([..."abcdef"]);
const joinsLast: Pattern = { joinsLast: { leaf: "a" } };

describe("a frequency", () => {
  it("stands beside its interval, its chance and the probability of as many hits by chance", () => {
    const frequency = frequencyOf(joinsLast, { k: 11, n: 12, unknown: 0 }, patternChance(joinsLast, six));
    expect(frequency).toMatchObject({ k: 11, n: 12, unknown: 0, holds: true, unknownReason: null });
    expect(frequency.interval.value?.low).toBeCloseTo(0.646, 3);
    expect(frequency.chance.value?.probability).toBeCloseTo(1 / 15, 15);
    // 12 hits or 11: (1/15)¹² + 12·(1/15)¹¹·(14/15)
    const tail = (1 / 15) ** 12 + 12 * (1 / 15) ** 11 * (14 / 15);
    expect(frequency.tail.value!.probability / tail).toBeCloseTo(1, 13);
    expect(frequency.tail.value!.log10).toBeCloseTo(Math.log10(tail), 12);
    expect(frequency.stability).toEqual({ value: null, reason: "no other setting is computed yet" });
  });

  it("has no tail where it has no chance, and says why", () => {
    const pattern: Pattern = { noneAlike: { share: 0.5 } };
    const frequency = frequencyOf(pattern, { k: 11, n: 12, unknown: 0 }, patternChance(pattern, six));
    expect(frequency.tail).toEqual(frequency.chance);
    expect(frequency.tail.reason).toMatch(/^"no two explain alike above 50 % of the root" has no chance: /);
  });

  it("of no image is null, with the reason, and never 0 or 1", () => {
    const empty = frequencyOf(joinsLast, { k: 0, n: 0, unknown: 0 }, patternChance(joinsLast, six));
    expect(empty.holds).toBeNull();
    expect(empty.interval).toEqual({ value: null, reason: "no image is eligible" });
    expect(empty.tail).toEqual({ value: null, reason: "no image is eligible" });
  });

  it("of images without evidence counts them apart, and says what is missing", () => {
    const pattern: Pattern = { offObject: { leaf: "a", share: 0.5 } };
    const frequency = patternFrequency(pattern, { leafSet: six, images: 3, forest: null });
    expect(frequency).toMatchObject({ k: 0, n: 0, unknown: 3, holds: null, unknownReason: "no object mask" });
    expect(frequency.interval.reason).toBe("no image can be judged: no object mask");
  });

  it("leaves images without a tree out of n", () => {
    const pair = leafSetOf(["a", "b", "c"]);
    const tree = linkage(Float64Array.from([3, 3, 1]), 3, "average");
    const observations = { leafSet: pair, images: 3, forest: forestFromMerges([tree, null, tree], 3) };
    expect(patternFrequency(joinsLast, observations)).toMatchObject({ k: 2, n: 2, unknown: 1 });
  });
});

describe("stability", () => {
  it("has 24 different settings", () => {
    expect(new Set(stabilitySettings.map((setting) => JSON.stringify(setting))).size).toBe(24);
  });

  it("takes a majority to be more than half", () => {
    expect([majority({ k: 7, n: 12, unknown: 0 }), majority({ k: 6, n: 12, unknown: 0 })]).toEqual([true, false]);
    expect(majority({ k: 0, n: 0, unknown: 4 })).toBeNull();
  });

  it("counts the settings that keep the verdict, and those without one apart", () => {
    const verdicts = [...new Array<boolean>(20).fill(true), false, false, null, null];
    expect(stability(true, verdicts)).toEqual({ value: { same: 20, of: 22, missing: 2 }, reason: null });
    expect(stability(false, verdicts)).toEqual({ value: { same: 2, of: 22, missing: 2 }, reason: null });
  });

  it("is null where there is no verdict, or no setting to compare with", () => {
    expect(stability(null, [true])).toEqual({ value: null, reason: "there is no verdict to keep" });
    expect(stability(true, [null, null])).toEqual({ value: null, reason: "no other setting is computed yet" });
  });

  it("of one image counts the settings under which its own answer stays", () => {
    const { no, unknown, yes } = answerCodes;
    const table = [Uint8Array.from([yes, yes, no]), null, Uint8Array.from([no, yes, unknown])];
    expect(imageStability(Uint8Array.from([yes, unknown, no]), table)).toEqual([
      { value: { same: 1, of: 2, missing: 1 }, reason: null },
      { value: null, reason: "there is no verdict to keep" },
      { value: { same: 1, of: 1, missing: 2 }, reason: null },
    ]);
  });
});
