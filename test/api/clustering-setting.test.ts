import { condensedDistances, cutTree, optimalLeafOrder, silhouette } from "@heatlas/engine";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { everySetting } from "../../apps/api/analysis/every-setting.ts";
import { type AnalysisSetting, defaultSetting } from "../../apps/api/analysis/setting.ts";
import { type Api, globalId, openApi } from "./api.ts";
import { type Atlas, openAtlas } from "./atlas.ts";
import { addForest, addSetting, chain, type Forest, type Wanted } from "./forest.ts";

const [ant, bee, cat, dog] = [0, 1, 2, 3] as const;
const straight = chain([ant, bee, cat, dog]);
/** In which Dog joins last too, and the other three in another order. */
const swapped = chain([bee, cat, ant, dog]);
/** In which Ant joins last. */
const opposed = chain([cat, dog, bee, ant]);

const similarities = [0.8, 0.5, 0.1, 0.6, 0.2, 0.3];
const wanted: Wanted = {
  models: ["Ant", "Bee", "Cat", "Dog"],
  images: 2,
  methods: ["vanilla"],
  tree: () => straight,
  similarity: (_, __, one, other) => similarities[[0, 2, 3][one]! + other - 1]!,
  area: (_, model) => (model + 1) / 10,
  offObject: (_, model) => (model === dog ? null : model / 4),
};

let atlas: Atlas;
let api: Api;
let forest: Forest;
let run: string;
beforeAll(async () => {
  atlas = await openAtlas();
  api = await openApi(atlas);
  forest = await addForest(atlas, wanted);
  run = globalId("run", forest.runId);
});
afterAll(async () => {
  await api.close();
  await atlas.close();
});

/** The trees of the run's images, as a page asks for them. */
async function trees<Tree>(fields: string, setting?: Partial<AnalysisSetting>): Promise<(Tree | null)[]> {
  const { run: found } = await api.query<{ run: { images: { edges: { node: { clustering: Tree | null } }[] } } }>(
    `query ($id: ID!, $setting: SettingInput) { run(id: $id) { images { edges { node {
      clustering(method: "vanilla", setting: $setting) { ${fields} } } } } } }`,
    { id: run, setting },
  );
  return found.images.edges.map(({ node }) => node.clustering);
}

describe("an image's tree", () => {
  const average = { ...defaultSetting, linkage: "average" as const };

  test("is the run's own, or the one under a setting that is asked for; none where that is not computed", async () => {
    expect(await trees("setting { linkage } merges { left }", { linkage: "average" })).toEqual([null, null]);
    await addSetting(atlas, { ...wanted, tree: () => opposed }, forest, average);
    expect(await trees("lastJoiner { name }")).toEqual([
      { lastJoiner: { name: "Dog" } },
      { lastJoiner: { name: "Dog" } },
    ]);
    const ant = { lastJoiner: { name: "Ant" }, setting: { linkage: "average" } };
    expect(await trees("lastJoiner { name } setting { linkage }", { linkage: "average" })).toEqual([ant, ant]);
    const [error] = await api.refused(
      `query ($id: ID!) { run(id: $id) { images { edges { node { clustering(method: "vanilla", setting: { measure: "magic" }) { id } } } } } }`,
      { id: run },
    );
    expect(error!.message).toBe(
      'There is no measure "magic"; choose ssim-gaussian, ssim-uniform, pearson, spearman, hog or iou.',
    );
  });

  test("has the best order of its leaves, and a silhouette for each number of clusters", async () => {
    const distances = condensedDistances(similarities, "one-minus");
    const [tree] = await trees("optimalLeafOrder cuts { clusters silhouette }");
    expect(tree).toEqual({
      optimalLeafOrder: optimalLeafOrder(straight, distances),
      cuts: [2, 3].map((clusters) => ({
        clusters,
        silhouette: expect.closeTo(silhouette(distances, cutTree(straight, clusters))!, 12),
      })),
    });
  });
});

describe("whether an image's tree depends on the settings", () => {
  const model = (place: number) => globalId("model", forest.modelIds[place]!);
  const stability = (pattern: object) =>
    api
      .query<{ run: { images: { edges: { node: { clustering: { stability: Record<string, unknown> } } }[] } } }>(
        `query ($id: ID!, $pattern: PatternInput!) { run(id: $id) { images(first: 1) { edges { node {
          clustering(method: "vanilla") { stability(pattern: $pattern) {
            answer stability { same of missing } stabilityReason settings { normalisation measure distance linkage answer clustering { id } }
          } } } } } } }`,
        { id: run, pattern },
      )
      .then(({ run: found }) => found.images.edges[0]!.node.clustering.stability);

  test("a comparison grid on which the measure cannot be computed is refused, not found empty", async () => {
    const [error] = await api.refused(
      `query ($id: ID!) { run(id: $id) { images(first: 1) { edges { node {
        clustering(method: "vanilla", setting: { measure: "hog", grid: 47 }) { id } } } } } }`,
      { id: run },
    );
    expect(error!.message).toBe("The comparison grid is 47 pixels wide; hog needs at least 48.");
  });

  test("is not known before some are computed, and says so", async () => {
    expect(await stability({ joinsLast: { leaf: model(dog) } })).toMatchObject({
      answer: "yes",
      stability: null,
      stabilityReason: "no other setting is computed yet",
    });
    expect(await trees("clades { models { name } same of }")).toMatchObject([
      {
        clades: [
          { models: [{ name: "Ant" }, { name: "Bee" }], same: 0, of: 0 },
          { models: [{ name: "Ant" }, { name: "Bee" }, { name: "Cat" }], same: 0, of: 0 },
        ],
      },
      {},
    ]);
  });

  test("is told of a pattern by its answers under the settings, and of a clade by the settings that have it", async () => {
    const made = [straight, swapped, opposed].map((tree, place) => ({ tree, setting: everySetting[place * 5]! }));
    for (const { tree, setting } of made) await addSetting(atlas, { ...wanted, tree: () => tree }, forest, setting);
    const last = await stability({ joinsLast: { leaf: model(dog) } });
    expect(last).toMatchObject({ answer: "yes", stability: { same: 2, of: 3, missing: 21 }, stabilityReason: null });
    const settings = last.settings as ({ answer: string | null; clustering: object | null } & AnalysisSetting)[];
    expect(settings).toHaveLength(24);
    expect(settings.map(({ answer }) => answer).filter((answer) => answer !== null)).toEqual(["yes", "yes", "no"]);
    const { grid: _, ...second } = made[1]!.setting;
    expect(settings[5]).toMatchObject({
      ...second,
      answer: "yes",
      clustering: { id: expect.stringMatching(/^clustering:/) },
    });
    expect(settings[1]).toMatchObject({ answer: null, clustering: null });
    expect(await stability({ clade: { leaves: [model(ant), model(bee)] } })).toMatchObject({
      stability: { same: 1, of: 3 },
    });
    expect(await stability({ smallestArea: { leaf: model(ant) } })).toMatchObject({
      answer: "yes",
      stability: { same: 3, of: 3 },
    });
    const answers = { [bee]: "no", [cat]: "yes", [dog]: "unknown" };
    for (const [leaf, answer] of Object.entries(answers)) {
      expect(await stability({ offObject: { leaf: model(Number(leaf)), share: 0.4 } })).toMatchObject({ answer });
    }
    expect((await trees<{ clades: object[] }>("clades { height same of }"))[0]!.clades).toEqual([
      { height: 1, same: 1, of: 3 },
      { height: 2, same: 2, of: 3 },
    ]);
  });

  test("is read for all images by as many statements as for one", async () => {
    const count = async (first: number) => {
      const before = api.statements();
      await api.query(
        `query ($id: ID!, $first: Int) { run(id: $id) { images(first: $first) { edges { node { clustering(method: "vanilla") {
          clades { same } cuts { silhouette } stability(pattern: { joinsLast: { leaf: "${model(dog)}" } }) { answer } } } } } } }`,
        { id: run, first },
      );
      return api.statements() - before;
    };
    expect(await count(2)).toBe(await count(1));
  });

  test("cannot be asked of a pattern about other models", async () => {
    const other = await addForest(atlas, { ...wanted, models: ["Eel", "Fox", "Gnu"], tree: () => chain([0, 1, 2]) });
    await expect(stability({ joinsLast: { leaf: globalId("model", other.modelIds[0]!) } })).rejects.toThrow(
      /No model is called/,
    );
  });
});

describe("a setting is computed on demand", () => {
  const analyse = async (setting: object) =>
    (
      await api.query<{ analyseSetting: Record<string, unknown> }>(
        `mutation ($id: ID!, $setting: SettingInput!) { analyseSetting(id: $id, setting: $setting) {
          ... on Run { status } ... on Error { code message } } }`,
        { id: run, setting },
      )
    ).analyseSetting;

  test("and what is no setting is refused in a sentence", async () => {
    expect(await analyse({ normalisation: "loud" })).toEqual({
      code: "invalid-input",
      message: 'There is no normalisation "loud"; choose auto, p99, minmax or absmax.',
    });
  });

  test("but not before the run is done", async () => {
    await atlas.sql`update run set status = 'running' where id = ${forest.runId}`;
    expect(await analyse({ linkage: "single" })).toEqual({
      code: "wrong-state",
      message: 'The run "made up" is running: it can be analysed anew when it is done.',
    });
    await atlas.sql`update run set status = 'done' where id = ${forest.runId}`;
  });

  test("the run's own is there already", async () => {
    expect(await analyse({})).toEqual({ status: "done" });
    const [row] = await atlas.sql`
      select count(*)::int as n from run_setting join clustering_setting on id = setting_id
      join similarity_setting on similarity_setting.id = similarity_setting_id where normalisation = 'auto' and linkage = 'ward'`;
    expect(row).toEqual({ n: 0 });
  });
});
