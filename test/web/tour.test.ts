import { describe, expect, test } from "vitest";
import { readStop, stopCount, tourStart } from "../../apps/web/tour/address.ts";
import { castOf, type TourRun } from "../../apps/web/tour/cast.prepare.ts";
import { isOnStage, onStop, prepareStop, stops } from "../../apps/web/tour/stops.prepare.ts";

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
const named = (stage: string, number: number, name: string) => ({ id: `${stage}:default:${uuid(number)}`, name });

const models = ["alexnet", "inception", "resnet-20", "resnet-20-shortcut"].map((name, at) => ({
  ...named("model", at, name),
  family: name === "inception" ? "Inception" : name === "alexnet" ? "AlexNet" : "ResNet",
}));
const images = ["cat-1", "fish-1", "fish-1-watermark", "car-1-watermark"].map((name, at) => named("image", at, name));
const method = (slug: string, parameters: unknown = {}) => ({ slug, name: slug, parameters });

const all: TourRun = {
  ...named("run", 1, "The report's six methods"),
  models,
  images,
  methods: [method("grad-cam"), method("guided", { reluScope: "all" }), method("vanilla")],
};
const modules: TourRun = {
  ...named("run", 2, "Module ReLUs only"),
  models,
  images,
  methods: [method("guided", { reluScope: "modules" })],
};

describe("the cast", () => {
  test("is found by names and parameters, in whatever order the runs come", () => {
    for (const runs of [
      [all, modules],
      [modules, all],
    ]) {
      const cast = castOf(runs);
      expect(cast.all?.id).toBe(all.id);
      expect(cast.modules?.id).toBe(modules.id);
      expect(cast.picture?.name).toBe("cat-1");
      expect(cast.marked.map(({ name }) => name)).toEqual(["fish-1-watermark", "car-1-watermark"]);
      expect(cast.shortcut?.name).toBe("resnet-20-shortcut");
      expect(cast.twin?.name).toBe("resnet-20");
      expect(cast.functional?.name).toBe("inception");
    }
  });

  test("has no twin where the atlas lacks the network without the suffix", () => {
    const alone = { ...all, models: models.filter(({ name }) => name !== "resnet-20") };
    expect(castOf([alone]).twin).toBeNull();
  });
});

describe("a stop", () => {
  test("leads to the page, method, picture and network that it speaks of", () => {
    const badge = prepareStop(6, [all, modules]).scene!;
    expect(badge.path).toBe(`/run/${uuid(1)}/grid?method=grad-cam&image=${uuid(2)}&model=${uuid(3)}`);
    const tree = prepareStop(5, [all, modules]).scene!;
    expect(tree.path).toBe(`/run/${uuid(1)}/cluster?image=${uuid(0)}&method=grad-cam`);
  });

  test("about unseen ReLUs stands on the run of module ReLUs, and has the other run's tree beside it", () => {
    const scene = prepareStop(7, [all, modules]).scene!;
    expect(scene.path).toBe(`/run/${uuid(2)}/cluster?image=${uuid(0)}&method=guided`);
    expect(scene.other?.path).toBe(`/run/${uuid(1)}/cluster?image=${uuid(0)}&method=guided`);
    expect(scene.needs.map(({ run, method }) => [run.id, method])).toEqual([
      [modules.id, "guided"],
      [all.id, "guided"],
      [all.id, "vanilla"],
    ]);
  });

  test("has the stops beside it one key away, and each of the seven one dot away", () => {
    const first = prepareStop(1, [all, modules]);
    expect(first.back).toBeNull();
    expect(first.next).toBe(onStop(prepareStop(2, [all, modules]).scene!.path, 2));
    expect(prepareStop(7, [all, modules]).next).toBeNull();
    expect(first.dots.map(({ address }) => readStop(new URL(address, "http://a").searchParams.get("tour")))).toEqual([
      1, 2, 3, 4, 5, 6, 7,
    ]);
  });

  test("says what the atlas lacks instead of leading to a page without it", () => {
    const withoutTwin = { ...all, models: models.filter(({ name }) => name !== "resnet-20") };
    expect(prepareStop(6, [withoutTwin, modules])).toMatchObject({ scene: null, lack: expect.stringMatching(/lacks/) });
    expect(prepareStop(7, [all])).toMatchObject({ scene: null, lack: expect.stringMatching(/lacks/) });
    for (let number = 1; number <= stopCount; number++) expect(prepareStop(number, []).lack).toMatch(/this atlas/i);
  });

  test("is on stage on each of its pages, whatever is chosen there, and nowhere else", () => {
    const scene = prepareStop(7, [all, modules]).scene!;
    expect(isOnStage(scene, `/run/${uuid(2)}/cluster`)).toBe(true);
    expect(isOnStage(scene, `/run/${uuid(1)}/cluster`)).toBe(true);
    expect(isOnStage(scene, `/run/${uuid(1)}/grid`)).toBe(false);
    expect(isOnStage(scene, "/")).toBe(false);
  });
});

describe("the tour", () => {
  test("has exactly seven stops, each with a title of its own", () => {
    expect(new Set(stops.map(({ title }) => title)).size).toBe(7);
    expect(stops).toHaveLength(stopCount);
  });

  test("is resumed from an address, and an address that names no stop starts none", () => {
    expect(readStop(new URL(tourStart, "http://a").searchParams.get("tour"))).toBe(1);
    for (const value of [null, "", "0", "8", "1.5", "two", "-1"]) expect(readStop(value)).toBeNull();
  });

  test("keeps its sentences few: no lesson has more than three", () => {
    for (const { scene } of stops) {
      const played = scene(castOf([all, modules]));
      expect(typeof played === "string" ? [] : (played.lesson.match(/[.?](\s|$)/g) ?? []).length).toBeLessThan(4);
    }
  });
});
