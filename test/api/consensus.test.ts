import { afterAll, beforeAll, expect, test } from "vitest";
import { type Api, globalId, openApi } from "./api.ts";
import { type Atlas, openAtlas } from "./atlas.ts";
import { addForest, chain } from "./forest.ts";

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

const query = `query ($filter: PatternFilter!) {
  consensus(filter: $filter) {
    ... on Consensus { groups {
      method { slug } models { name } n newick clades { models { name } count support interval { low high } chance { probability } } meanSimilarity similaritySpread
    } }
    ... on Error { code message }
  }
}`;

const ask = async (filter: object) =>
  (await api.query<{ consensus: { groups: Record<string, unknown>[] } }>(query, { filter })).consensus;

test("the consensus has the clades that most trees share, with their support", async () => {
  const { runId } = await addForest(atlas, {
    models: ["Ant", "Bee", "Cat", "Dog"],
    images: 4,
    methods: ["vanilla"],
    tree: (_, image) => (image === 0 ? chain([2, 3, 1, 0]) : chain([0, 1, 2, 3])),
  });
  const { groups } = await ask({ runs: [globalId("run", runId)] });
  expect(groups).toMatchObject([
    {
      method: { slug: "vanilla" },
      n: 4,
      clades: [
        { models: [{ name: "Ant" }, { name: "Bee" }, { name: "Cat" }], count: 3, support: 0.75 },
        { models: [{ name: "Ant" }, { name: "Bee" }], count: 3, support: 0.75 },
      ],
    },
  ]);
  expect(groups[0]!.newick).toMatch(/Ant.*Bee.*Cat.*Dog/);
  const clades = groups[0]!.clades as { interval: { low: number; high: number }; chance: { probability: number } }[];
  // 2n/(m(m+1)·C(n,m)) with n = 4 leaves; Wilson's interval of 3 in 4.
  expect(clades.map(({ chance }) => chance.probability)).toEqual([8 / (12 * 4), 8 / (6 * 6)]);
  for (const { interval } of clades) {
    expect(interval.low).toBeCloseTo(0.3006, 4);
    expect(interval.high).toBeCloseTo(0.9544, 4);
  }
});

test("the mean similarity of models is over the images that count, with its spread", async () => {
  const values = [0.75, 0.25, 0.125];
  const wanted = {
    models: ["Ant", "Bee", "Cat"],
    images: 4,
    methods: ["guided"],
    tree: () => chain([0, 1, 2]),
    // The first image's Ant and Bee are more alike; the last image does not count, unless somebody says so.
    similarity: (_: string, image: number, one: number, other: number) =>
      image === 3 ? 0 : values[one + other - 1]! + (image === 0 && one + other === 1 ? 0.15 : 0),
    predicted: (image: number) => (image === 3 ? 1 : 0),
    prefix: "mean",
  };
  const { runId } = await addForest(atlas, wanted);
  const filter = { runs: [globalId("run", runId)] };
  const round = (matrix: unknown) => (matrix as number[][]).map((row) => row.map((value) => Number(value.toFixed(12))));
  const [group] = (await ask(filter)).groups as [Record<string, unknown>];
  expect(round(group.meanSimilarity)).toEqual([
    [1, 0.8, 0.25],
    [0.8, 1, 0.125],
    [0.25, 0.125, 1],
  ]);
  // Deviations of .1, −.05 and −.05.
  const spread = Number(Math.sqrt(0.015 / 2).toFixed(12));
  expect(round(group.similaritySpread)).toEqual([
    [0, spread, 0],
    [spread, 0, 0],
    [0, 0, 0],
  ]);
  const [all] = (await ask({ ...filter, eligibility: "all" })).groups as [Record<string, unknown>];
  expect(round(all.meanSimilarity)[0]).toEqual([1, 0.6, 0.1875]);
  // Another run of the same models in another order: the images of both count, pair by pair.
  const other = await addForest(atlas, {
    ...wanted,
    models: ["Cat", "Ant", "Bee"],
    prefix: "other",
    images: 1,
    predicted: () => 0,
    similarity: (_: string, __: number, one: number, other: number) => (one + other === 3 ? 0 : 0.5),
  });
  const [both] = (await ask({ runs: [globalId("run", runId), globalId("run", other.runId)] })).groups as [
    Record<string, unknown>,
  ];
  const models = (both.models as { name: string }[]).map(({ name }) => name);
  const mean = (one: string, two: string) => round(both.meanSimilarity)[models.indexOf(one)]![models.indexOf(two)];
  expect([mean("Ant", "Bee"), mean("Ant", "Cat"), mean("Cat", "Bee")]).toEqual([0.6, 0.3125, 0.21875]);
});

test("a pair that no image has a similarity of has no mean, and one image has no spread", async () => {
  const { runId } = await addForest(atlas, {
    models: ["Ant", "Bee", "Cat"],
    images: 1,
    methods: ["deconvnet"],
    tree: () => chain([0, 1, 2]),
    similarity: (_, __, one, other) => (one + other === 1 ? null : 0.5),
    prefix: "alone",
  });
  const { groups } = await ask({ runs: [globalId("run", runId)] });
  expect(groups).toMatchObject([
    {
      meanSimilarity: [
        [1, null, 0.5],
        [null, 1, 0.5],
        [0.5, 0.5, 1],
      ],
    },
  ]);
  expect(groups).toMatchObject([
    {
      similaritySpread: [
        [0, null, null],
        [null, 0, null],
        [null, null, 0],
      ],
    },
  ]);
});

test("is read by as many statements for many images as for one", async () => {
  const statementsFor = async (images: number) => {
    const { runId } = await addForest(atlas, {
      models: ["Ant", "Bee", "Cat"],
      images,
      methods: ["vanilla", "guided"],
      tree: () => chain([0, 1, 2]),
      similarity: () => 0.5,
      prefix: `of ${images}`,
    });
    const before = api.statements();
    const { groups } = await ask({ runs: [globalId("run", runId)] });
    expect(groups.map(({ n }) => n)).toEqual([images, images]);
    return api.statements() - before;
  };
  expect(await statementsFor(20)).toBe(await statementsFor(1));
});
