import { afterAll, beforeAll, expect, test } from "vitest";
import { type Api, globalId, openApi } from "./api.ts";
import { type Atlas, openAtlas } from "./atlas.ts";
import { addForest, chain } from "./forest.ts";
import { addGrid, similarities } from "./grid.ts";

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
      method { slug } models { name } n newick clades { models { name } count support } meanSimilarity similaritySpread
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
});

test("the mean similarity of models is over the images that count, with its spread", async () => {
  const grid = await addGrid(atlas, 3);
  const run = globalId("run", grid.runId);
  const [ab, ac, bc] = similarities;
  const [first] = grid.imageIds;
  // The maps of one image are more alike than those of the others.
  await atlas.sql`
    update similarity set value = ${ab! + 0.15}
    where value = ${ab!} and heatmap_a_id in (select id from heatmap where image_id = ${first!} and method = 'vanilla')`;
  const { groups } = await ask({ runs: [run], methods: ["vanilla"] });
  const { meanSimilarity, similaritySpread, models } = groups[0] as unknown as {
    meanSimilarity: number[][];
    similaritySpread: number[][];
    models: { name: string }[];
  };
  expect(models.map(({ name }) => name)).toEqual(["conv_relu", "residual", "bn_conv"]);
  expect(meanSimilarity.map((row) => row.map((value) => Number(value.toFixed(12))))).toEqual([
    [1, ab! + 0.05, ac],
    [ab! + 0.05, 1, bc],
    [ac, bc, 1],
  ]);
  // Deviations of .1, −.05 and −.05.
  expect(similaritySpread[0]![1]).toBeCloseTo(Math.sqrt(0.015 / 2), 12);
  expect(similaritySpread[0]![2]).toBeCloseTo(0, 12);
});
