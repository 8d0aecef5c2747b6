import { afterAll, beforeAll, expect, test } from "vitest";
import { type Api, globalId, openApi } from "./api.ts";
import { type Atlas, openAtlas } from "./atlas.ts";
import { addForest, chain } from "./forest.ts";

const models = ["Ant", "Bee", "Cat"];
const smallest = "Ant has the smallest area";

let atlas: Atlas;
let api: Api;
beforeAll(async () => {
  atlas = await openAtlas();
  api = await openApi(atlas);
});
afterAll(async () => {
  await api.close();
  await atlas.close();
});

/** The count of a run whose maps have these areas, image by image. */
async function count(prefix: string, areas: readonly (readonly number[])[], sentence = smallest) {
  const { runId } = await addForest(atlas, {
    models,
    images: areas.length,
    methods: ["grad-cam"],
    tree: () => chain([0, 1, 2]),
    area: (image, model) => areas[image]![model]!,
    prefix,
  });
  return ask(runId, sentence);
}

async function ask(runId: string, sentence: string) {
  const { patternFrequency } = await api.query<{ patternFrequency: { groups: object[] } }>(
    `query ($runs: [ID!], $sentence: String) { patternFrequency(sentence: $sentence, filter: { runs: $runs, eligibility: all }) {
      ... on PatternFrequency { groups {
        k n unknown unknownReason withoutTree ties holds interval { low } intervalReason chance { probability } chanceReason tail { probability } tailReason
        stability { same } stabilityReason images(answer: unknown) { edges { node { image { name } } } }
      } }
    } }`,
    { runs: [globalId("run", runId)], sentence },
  );
  return patternFrequency.groups[0]!;
}

test("constant maps highlight nothing: two of them are equally small, and neither is the smallest", async () => {
  expect(await count("constant", [[0, 0, 0.5]])).toMatchObject({ k: 0, n: 1, unknown: 0 });
  expect(await count("one-constant", [[0, 0.2, 0.5]])).toMatchObject({ k: 1, n: 1, unknown: 0 });
});

test("a value that is not there makes an image unknown only where it could change the answer", async () => {
  const none = Number.NaN;
  const group = await count("nan", [
    [0.1, none, 0.5],
    [0.6, none, 0.5],
    [none, 0.2, 0.5],
    [0.1, 0.2, 0.5],
  ]);
  expect(group).toMatchObject({ k: 1, n: 2, unknown: 2, unknownReason: "no heat map of some model" });
  expect(group).toMatchObject({
    images: { edges: [{ node: { image: { name: "nan 0" } } }, { node: { image: { name: "nan 2" } } }] },
  });
});

test("where no image can be judged every number is null with its reason, and none is NaN", async () => {
  const none = Number.NaN;
  const group = await count("nothing", [[none, none, none]]);
  expect(group).toMatchObject({
    k: 0,
    n: 0,
    unknown: 1,
    holds: null,
    interval: null,
    intervalReason: "no image can be judged: no heat map of some model",
    tail: null,
    tailReason: "no image can be judged: no heat map of some model",
    stability: null,
    stabilityReason: "there is no verdict to keep",
  });
});

test("an image whose similarities are not defined has no tree, and is told as such", async () => {
  const { runId } = await addForest(atlas, {
    models,
    images: 3,
    methods: ["grad-cam"],
    tree: (_, image) => (image === 1 ? null : chain([0, 1, 2])),
    prefix: "treeless",
  });
  expect(await ask(runId, "Cat joins last")).toMatchObject({ k: 2, n: 2, withoutTree: 1 });
});

test("equal distances are told beside the count that they left to tie-breaking", async () => {
  const { runId } = await addForest(atlas, {
    models,
    images: 2,
    methods: ["grad-cam"],
    tree: (_, image) => chain([0, 1, 2], image === 0 ? [1, 1] : [1, 2]),
    prefix: "tied",
  });
  expect(await ask(runId, "Cat joins last")).toMatchObject({ k: 2, n: 2, ties: 1 });
  // Trees whose heights are all 0 have no half to lie above.
  const flat = await addForest(atlas, {
    models,
    images: 1,
    methods: ["grad-cam"],
    tree: () => chain([0, 1, 2], [0, 0]),
    prefix: "flat",
  });
  expect(await ask(flat.runId, "no two explain alike")).toMatchObject({
    k: 0,
    n: 1,
    chance: null,
    chanceReason: expect.stringContaining("has no chance: "),
  });
});

test("every refusal is one sentence that shows no path, no JSON and no code", async () => {
  const { runId, modelIds } = await addForest(atlas, {
    models,
    images: 1,
    methods: ["grad-cam"],
    tree: () => chain([0, 1, 2]),
  });
  const [ant, bee, cat] = modelIds.map((id) => globalId("model", id));
  const patterns = [
    { joinsLast: { leaf: globalId("model", runId) } },
    { clade: { leaves: [] } },
    { clade: { leaves: [ant] } },
    { clade: { leaves: [ant, ant] } },
    { clade: { leaves: [ant, bee, cat] } },
    { firstCluster: { leaves: [] } },
    { lastToJoin: { leaves: [ant, bee] } },
    { joinsAt: { leaf: ant, rank: 0 } },
    { noneAlike: { share: -1 } },
    { offObject: { leaf: ant, share: 1 } },
    { rated: { leaf: ant, op: "above", threshold: 5 } },
    { all: [] },
    { all: [{ joinsLast: { leaf: ant } }, { joinsLast: { leaf: bee } }] },
    { all: [{ joinsLast: { leaf: ant } }, { not: { joinsLast: { leaf: ant } } }] },
  ];
  for (const pattern of patterns) {
    const { patternFrequency } = await api.query<{ patternFrequency: { message: string } }>(
      `query ($pattern: PatternInput, $runs: [ID!]) { patternFrequency(pattern: $pattern, filter: { runs: $runs }) { ... on Error { message } } }`,
      { pattern, runs: [globalId("run", runId)] },
    );
    expect(patternFrequency.message, JSON.stringify(pattern)).toMatch(/^[A-Z"].{20,220}\.$/);
    expect(patternFrequency.message).not.toMatch(/[{}[\]]|\w\.\w/);
  }
});
