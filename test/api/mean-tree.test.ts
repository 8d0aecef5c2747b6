import { bootstrap, condensedDistances, cutTree, linkage, silhouette } from "@heatlas/engine";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Api, globalId, openApi } from "./api.ts";
import { type Atlas, openAtlas } from "./atlas.ts";
import { addForest, chain, type Wanted } from "./forest.ts";

const models = ["Ant", "Bee", "Cat", "Dog"];
const pairs = models.flatMap((_, one) => models.slice(one + 1).map((__, place) => [one, one + 1 + place] as const));

/** Ant and Bee are alike on even images, Ant and Cat on odd ones; Dog never. */
const similarity = (_: string, image: number, one: number, other: number) =>
  0.1 + (other === 3 ? 0 : 0.2) + (one === 0 && other === 1 + (image % 2) ? 0.4 + image / 100 : 0);

const wanted: Wanted = { models, images: 5, methods: ["vanilla"], tree: () => chain([0, 1, 2, 3]), similarity };

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

const ask = async (runId: string, method = "vanilla", setting?: object) =>
  (
    await api.query<{ run: { meanTree: Record<string, unknown> } }>(
      `query ($id: ID!, $method: String!, $setting: SettingInput) { run(id: $id) { meanTree(method: $method, setting: $setting) {
        ... on MeanTree {
          imageCount models { name } merges { left right height size } leafOrder rootHeight similarities newick ties
          cuts { clusters silhouette } support { shares replicates leftOut } supportReason
        }
        ... on Error { code message }
      } } }`,
      { id: globalId("run", runId), method, setting },
    )
  ).run.meanTree;

test("the mean tree is the linkage of the mean distances, with bootstrap support over the images", async () => {
  const { runId } = await addForest(atlas, wanted);
  const tree = await ask(runId);
  const images = Array.from({ length: 5 }, (_, image) =>
    condensedDistances(
      pairs.map(([one, other]) => similarity("", image, one, other)),
      "one-minus",
    ),
  );
  const mean = images[0]!.map((_, pair) => images.reduce((sum, image) => sum + image[pair]!, 0) / 5);
  const merges = linkage(mean, 4, "ward");
  const drawn = bootstrap(images, models, { linkage: "ward", replicates: 1_000, seed: 0 });
  expect(tree).toMatchObject({
    imageCount: 5,
    merges: merges.map((merge) => ({ ...merge, height: expect.closeTo(merge.height, 12) })),
    cuts: [2, 3].map((clusters) => ({
      clusters,
      silhouette: expect.closeTo(silhouette(mean, cutTree(merges, clusters))!, 12),
    })),
    support: { shares: drawn.support, replicates: 1_000, leftOut: 0 },
    supportReason: null,
  });
  // Five images, three of them even: which pair is nearest depends on the draw.
  expect(drawn.support[0]).toBeGreaterThan(0.5);
  expect(drawn.support[0]).toBeLessThan(1);
});

test("a mean of one image has no support, and no images have no mean", async () => {
  const one = await addForest(atlas, { ...wanted, images: 1 });
  expect(await ask(one.runId)).toMatchObject({
    imageCount: 1,
    support: null,
    supportReason: "one image drawn anew is always the same image",
  });
  const none = await addForest(atlas, { ...wanted, images: 1, tree: () => null });
  expect(await ask(none.runId)).toMatchObject({
    code: "no-tree",
    message:
      'The run "made up" has no tree by this method: a tree needs the maps of two models or more, and of every model of the run.',
  });
  expect(await ask(one.runId, "magic")).toMatchObject({
    message: 'The run "made up" has no method magic; it has vanilla.',
  });
});

test("many runs' mean trees are read by as many statements as one, once their trees are kept; a run without has its reason", async () => {
  const forests = [];
  for (let run = 0; run < 3; run++) forests.push(await addForest(atlas, wanted));
  const none = await addForest(atlas, { ...wanted, images: 1, tree: () => null });
  const list = `query ($ids: [ID!]) { runs(ids: $ids) { edges { node { meanTree(method: "vanilla") {
    ... on MeanTree { imageCount models { name } setting { measure } } ... on Error { code }
  } } } } }`;
  const read = async (runs: readonly { runId: string }[]) => {
    const ids = runs.map(({ runId }) => globalId("run", runId));
    const { runs: found } = await api.query<{ runs: { edges: { node: { meanTree: object } }[] } }>(list, { ids });
    return found.edges.map(({ node }) => node.meanTree);
  };
  const count = async (runs: readonly { runId: string }[]) => {
    const before = api.statements();
    await read(runs);
    return api.statements() - before;
  };
  expect(await read([...forests, none])).toEqual(
    expect.arrayContaining([...forests.map(() => expect.objectContaining({ imageCount: 5 })), { code: "no-tree" }]),
  );
  expect(await count(forests)).toBe(await count(forests.slice(0, 1)));
});
