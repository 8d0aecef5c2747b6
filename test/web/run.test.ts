import { describe, expect, test } from "vitest";
import { chooseMethod, methodChoices } from "../../apps/web/run/method-choices.ts";
import { type PlanInput, planObstacle, planSize, productText, runLineText } from "../../apps/web/run/plan.prepare.ts";
import { type ProgressInput, prepareProgress } from "../../apps/web/run/progress.prepare.ts";

const plan: PlanInput = {
  models: [{ labelSetId: "a" }, { labelSetId: "a" }],
  imageCount: 14,
  methodCount: 2,
  targetPolicy: "predicted",
  fixedClass: null,
};

describe("a plan", () => {
  test("counts models × images × methods, and a tree for each image and method", () => {
    expect(planSize(plan)).toEqual({ maps: 56, trees: 28 });
    expect(productText(2, 14, 1)).toBe("2 models × 14 images × 1 method");
  });

  test("has no trees with one model", () => {
    expect(planSize({ ...plan, models: [{ labelSetId: "a" }] }).trees).toBe(0);
  });

  test("names the one thing that is missing", () => {
    expect(planObstacle({ ...plan, imageCount: 0 })).toBe("Choose at least one image.");
    expect(planObstacle({ ...plan, targetPolicy: "fixed" })).toBe("Choose the class to explain.");
    expect(planObstacle(plan)).toBeNull();
  });

  test("refuses one class across label sets, in which it means different things", () => {
    const mixed = [{ labelSetId: "a" }, { labelSetId: "b" }];
    expect(planObstacle({ ...plan, models: mixed, targetPolicy: "fixed", fixedClass: 3 })).toMatch(/label set/);
  });

  test("is not said twice where the run is named after it", () => {
    expect(runLineText("4 models × 14 images", 4, 14, 2)).toBe("2 methods");
    expect(runLineText("Round 1", 4, 14, 2)).toBe("4 models × 14 images × 2 methods");
  });
});

const at = (status: string, progress: Partial<ProgressInput["progress"]> = {}, error: string | null = null) =>
  prepareProgress({
    status,
    error,
    progress: {
      planned: 384,
      done: 0,
      failed: 0,
      shared: 0,
      plannedTrees: 64,
      doneTrees: 0,
      mapsPerSecond: null,
      secondsLeft: null,
      ...progress,
    },
  });

describe("progress says", () => {
  test("how many maps, how fast, how long", () => {
    expect(at("running", { done: 241, mapsPerSecond: 11, secondsLeft: 13 }).sentence).toBe(
      "241 of 384 maps · 11 maps/s · 13 s left",
    );
  });

  test("how many trees once the maps are there", () => {
    expect(at("running", { done: 384, doneTrees: 12 }).sentence).toBe("384 maps · 12 of 64 trees");
  });

  test("what existed before the run began", () => {
    expect(at("queued", { shared: 10 }).sentence).toBe("10 of 384 maps exist already");
    expect(at("done", { done: 384, doneTrees: 64, shared: 10 }).sentence).toBe("384 maps, 64 trees, 10 there before");
  });

  test("why a run failed", () => {
    expect(at("failed", {}, "The disk is full.")).toMatchObject({
      sentence: "The disk is full.",
      tone: "bad",
      share: null,
    });
  });

  test("that a finished run with failures is not good", () => {
    expect(at("done", { done: 380, failed: 4 })).toMatchObject({ tone: "bad", sentence: "380 of 384 maps, 4 failed" });
  });

  test("a share of maps and trees together, so that the bar is full only at the end", () => {
    expect(at("running", { done: 384, doneTrees: 0 }).share).toBeCloseTo(384 / 448);
    expect(at("running", { done: 380, failed: 4, doneTrees: 64 }).share).toBe(1);
    expect(at("done", { done: 384 }).share).toBeNull();
  });
});

describe("a run's methods", () => {
  const method = (slug: string, position: number, parameters: unknown = {}) => ({
    position,
    parameters,
    method: { slug, name: slug.toUpperCase(), signed: false, grid: "input" },
  });

  test("are named by their slugs", () => {
    expect(methodChoices([method("vanilla", 0), method("guided", 1)]).map(({ key }) => key)).toEqual([
      "vanilla",
      "guided",
    ]);
  });

  test("are told apart, where one comes twice, by the parameters in which they differ", () => {
    const twice = ["all", "modules"].map((reluScope, at) => method("guided", at, { reduction: "abs-sum", reluScope }));
    expect(methodChoices(twice).map(({ key, name }) => [key, name])).toEqual([
      ["guided.0", "GUIDED (reluScope all)"],
      ["guided.1", "GUIDED (reluScope modules)"],
    ]);
  });

  test("open with the one that is asked for, else with Grad-CAM, else with the first", () => {
    const choices = methodChoices([method("vanilla", 0), method("grad-cam", 1), method("guided", 2)]);
    expect(chooseMethod(choices, "guided")?.key).toBe("guided");
    expect(chooseMethod(choices, "nonsense")?.key).toBe("grad-cam");
    expect(chooseMethod(choices.slice(0, 1), undefined)?.key).toBe("vanilla");
    expect(chooseMethod([], undefined)).toBeUndefined();
  });
});
