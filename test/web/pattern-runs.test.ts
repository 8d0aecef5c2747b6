import { describe, expect, test } from "vitest";
import { groupOf, keyInRun, methodsOf } from "../../apps/web/pattern/asked-methods.ts";
import {
  chosenRuns,
  type FrameRun,
  hasArchitectures,
  inModelsOf,
  runsOfModels,
} from "../../apps/web/pattern/frame-runs.ts";

const method = (slug: string, position: number, parameters: object = {}) => ({
  position,
  parameters,
  method: { slug, name: slug, signed: false, grid: "layer" },
});
const run = (uuid: string, models: string[], methods: ReturnType<typeof method>[] = []) =>
  ({ id: `run:default:${uuid}`, models: models.map((id) => ({ id })), methods }) as unknown as FrameRun;

const runs = [run("d", ["x", "y"]), run("c", ["b", "a"]), run("b", ["a", "b", "c"]), run("a", ["a", "b"])];
const chosen = (text?: string) =>
  chosenRuns(runs, text)
    .chosen.map(({ id }) => id.slice(-1))
    .join("");

describe("the runs that are counted", () => {
  test("are the newest where none is named, else those named, else all of the same models", () => {
    expect(chosen()).toBe("d");
    expect(chosen("gone")).toBe("d");
    expect(chosen("a")).toBe("a");
    expect(chosen("a,c")).toBe("ca");
    expect(chosen("a,all")).toBe("ca");
    expect(chosenRuns(runs, "a,all").all).toBe(true);
    expect(chosenRuns(runs, "b,all")).toMatchObject({ all: false, chosen: [{ id: "run:default:b" }] });
  });

  test("have the same models, in whatever order: others are left out", () => {
    expect(chosen("c,b")).toBe("c");
    expect(runsOfModels(runs, [{ id: "a" }, { id: "b" }])).toHaveLength(2);
  });
});

describe("architectures as leaves", () => {
  const of = (uuid: string, models: [id: string, family: string][]) =>
    ({
      id: `run:default:${uuid}`,
      models: models.map(([id, family]) => ({ id, family })),
      methods: [],
    }) as unknown as FrameRun;
  const twice = of("3", [
    ["p", "VGG"],
    ["q", "VGG"],
  ]);
  const newest = of("2", [
    ["c", "ResNet"],
    ["d", "VGG"],
  ]);
  const oldest = of("1", [
    ["a", "VGG"],
    ["b", "ResNet"],
  ]);
  const all = [twice, newest, oldest];

  test("join runs of different models of the same families, where a run has one model of each", () => {
    expect(all.map(hasArchitectures)).toEqual([false, true, true]);
    expect(chosenRuns(all, "1,all", "architectures").chosen).toEqual([newest, oldest]);
    expect(chosenRuns(all, "1,all", "models").chosen).toEqual([oldest]);
    expect(chosenRuns(all, "3", "architectures")).toMatchObject({ leaves: "models", chosen: [twice] });
  });

  test("are called by the newest run's models, whichever model a pattern was written with", () => {
    const pattern = { all: [{ joinsLast: { leaf: "a" } }, { clade: { leaves: ["b", "d"] } }] };
    expect(inModelsOf(newest, pattern, all)).toEqual({
      all: [{ joinsLast: { leaf: "d" } }, { clade: { leaves: ["c", "d"] } }],
    });
  });
});

describe("the methods of several runs", () => {
  const first = run("1", [], [method("guided", 0), method("grad-cam", 1, { layer: "pool", relu: "all" })]);
  const second = run(
    "2",
    [],
    [method("grad-cam", 0, { relu: "all", layer: "pool" }), method("guided", 1, { reluScope: "modules" })],
  );

  test("come once each, whatever the order of their parameters", () => {
    expect(methodsOf([first, second]).map(({ slug }) => slug)).toEqual(["guided", "grad-cam", "guided"]);
    const keys = methodsOf([first, second]).map(({ key }) => key);
    expect(new Set(keys).size).toBe(3);
  });

  test("are found in the answer by slug and parameters, and in each run by its own name", () => {
    const [guided, cam, modules] = methodsOf([first, second]);
    const groups = [...second.methods, ...first.methods].map(({ method: { slug }, parameters }, n) => {
      return { method: { slug }, parameters, n };
    });
    expect(groupOf(groups, modules!)!.n).toBe(1);
    expect(groupOf(groups, guided!)!.n).toBe(2);
    expect(keyInRun(second, cam!)).toBe("grad-cam");
    expect(keyInRun(first, modules!)).toBeUndefined();
  });
});
