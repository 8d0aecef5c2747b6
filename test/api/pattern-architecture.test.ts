import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { defaultSetting } from "../../apps/api/analysis/setting.ts";
import { type Api, globalId, openApi } from "./api.ts";
import { type Atlas, openAtlas } from "./atlas.ts";
import { addForest, addSetting, chain, type Forest } from "./forest.ts";

let atlas: Atlas;
let api: Api;
beforeAll(async () => {
  atlas = await openAtlas();
  api = await openApi(atlas);
});
beforeEach(() => atlas.empty());
afterAll(async () => {
  await api.close();
  await atlas.close();
});

interface Answer {
  sentence: string;
  groups: { k: number; n: number; byArchitecture: { architecture: string; k: number; n: number }[] }[];
  code?: string;
  message?: string;
}

const ask = async (sentence: string, filter: object): Promise<Answer> =>
  (
    await api.query<{ patternFrequency: Answer }>(
      `query ($sentence: String, $filter: PatternFilter) { patternFrequency(sentence: $sentence, filter: $filter) {
        ... on PatternFrequency { sentence groups { k n byRun { k n } byArchitecture { architecture models { name } k n unknown } } }
        ... on Error { code message }
      } }`,
      { sentence, filter },
    )
  ).patternFrequency;

/** Gives models their families, in the run's order. */
async function addFamilies({ modelIds }: Forest, families: readonly string[]): Promise<void> {
  for (const [place, family] of families.entries()) {
    await atlas.sql`update model set family = ${family} where id = ${modelIds[place]!}`;
  }
}

const runOf = ({ runId }: Forest) => globalId("run", runId);

test("a pattern about one model is counted by architecture: of some model of each", async () => {
  const forest = await addForest(atlas, {
    models: ["Ant", "Bee", "Cat", "Dog"],
    images: 10,
    methods: ["vanilla"],
    // Dog joins last in 5 images, Cat in 3, Ant in 2.
    tree: (_, image) => (image < 5 ? chain([0, 1, 2, 3]) : image < 8 ? chain([0, 1, 3, 2]) : chain([1, 2, 3, 0])),
  });
  await addFamilies(forest, ["Insect", "Insect", "Cat", "Dog"]);
  const { groups } = await ask("Dog joins last", { runs: [runOf(forest)], eligibility: "all" });
  expect(groups).toMatchObject([
    {
      k: 5,
      n: 10,
      byArchitecture: [
        { architecture: "Insect", models: [{ name: "Ant" }, { name: "Bee" }], k: 2, n: 10, unknown: 0 },
        { architecture: "Cat", models: [{ name: "Cat" }], k: 3, n: 10 },
        { architecture: "Dog", models: [{ name: "Dog" }], k: 5, n: 10 },
      ],
    },
  ]);
  const several = await ask("Ant and Bee form a clade", { runs: [runOf(forest)], eligibility: "all" });
  expect(several.groups[0]!.byArchitecture).toEqual([]);
});

test("architectures are leaves where each run has one model of each, and runs of other models of them count together", async () => {
  const wanted = { images: 4, methods: ["vanilla"], tree: () => chain([0, 1, 2]) };
  const older = await addForest(atlas, { ...wanted, models: ["VGG16", "ResNet50", "AlexNet"] });
  await addFamilies(older, ["VGG", "ResNet", "AlexNet"]);
  // In another order: AlexNet is first, and still joins last.
  const newer = await addForest(atlas, {
    ...wanted,
    models: ["AlexNet", "VGG19", "ResNet152"],
    prefix: "other",
    tree: () => chain([1, 2, 0]),
  });
  await addFamilies(newer, ["AlexNet", "VGG", "ResNet"]);
  const runs = [runOf(older), runOf(newer)];
  expect(await ask("AlexNet joins last", { runs, eligibility: "all" })).toMatchObject({
    message: expect.stringContaining("have different models"),
  });
  const answer = await ask("VGG and ResNet cluster first", { runs, leaves: "architectures", eligibility: "all" });
  expect(answer).toMatchObject({
    sentence: "VGG and ResNet cluster first.",
    groups: [
      {
        k: 8,
        n: 8,
        byRun: [
          { k: 4, n: 4 },
          { k: 4, n: 4 },
        ],
      },
    ],
  });
  expect(
    (await ask("AlexNet joins last", { runs, leaves: "architectures", eligibility: "all" })).groups[0],
  ).toMatchObject({
    byArchitecture: [
      { architecture: "AlexNet", k: 8 },
      { architecture: "VGG", k: 0 },
      { architecture: "ResNet", k: 0 },
    ],
  });
});

test("architectures are refused as leaves where a run has two models of one, or runs have different ones", async () => {
  const wanted = { images: 1, methods: ["vanilla"], tree: () => chain([0, 1, 2]) };
  const twice = await addForest(atlas, { ...wanted, models: ["VGG16", "VGG19", "AlexNet"] });
  await addFamilies(twice, ["VGG", "VGG", "AlexNet"]);
  expect((await ask("VGG joins last", { runs: [runOf(twice)], leaves: "architectures" })).message).toBe(
    'The run "made up" has several models of VGG; architectures are leaves only where a run has one model of each.',
  );
  const [one, other] = [
    await addForest(atlas, { ...wanted, models: ["Ant", "Bee", "Cat"] }),
    await addForest(atlas, { ...wanted, models: ["Ant", "Bee", "Dog"] }),
  ];
  expect((await ask("Ant joins last", { runs: [runOf(one), runOf(other)], leaves: "architectures" })).message).toBe(
    'The runs "made up" and "made up" have different architectures; choose runs of the same ones.',
  );
});

test("trees under a setting that come after it was asked are counted at once", async () => {
  const wanted = { models: ["Ant", "Bee", "Cat"], images: 3, methods: ["vanilla"], tree: () => chain([0, 1, 2]) };
  const setting = { ...defaultSetting, linkage: "average" as const };
  // Another run has made the setting known.
  const other = await addForest(atlas, { ...wanted, images: 1, prefix: "other" });
  await addSetting(atlas, { ...wanted, images: 1, prefix: "other" }, other, setting);
  const forest = await addForest(atlas, wanted);
  const count = async () =>
    (await ask("Cat joins last", { runs: [runOf(forest)], setting: { linkage: "average" }, eligibility: "all" }))
      .groups;
  expect(await count()).toMatchObject([{ k: 0, n: 0 }]);
  await addSetting(atlas, wanted, forest, setting);
  expect(await count()).toMatchObject([{ k: 3, n: 3 }]);
});

test("a sentence about architectures is read as one about the newest run's models of them", async () => {
  const wanted = { images: 1, methods: ["vanilla"], tree: () => chain([0, 1, 2]) };
  const older = await addForest(atlas, { ...wanted, models: ["VGG16", "ResNet50", "AlexNet"] });
  await addFamilies(older, ["VGG", "ResNet", "AlexNet"]);
  const newer = await addForest(atlas, { ...wanted, models: ["Alex", "VGG19", "ResNet152"] });
  await addFamilies(newer, ["AlexNet", "VGG", "ResNet"]);
  const { readPattern } = await api.query<{ readPattern: object }>(
    `query ($runs: [ID!]!) { readPattern(sentence: "VGG joins last", runs: $runs, leaves: architectures) {
      ... on PatternReading { pattern sentence } ... on Error { message }
    } }`,
    { runs: [runOf(older), runOf(newer)] },
  );
  const vgg = globalId("model", newer.modelIds[1]!);
  expect(readPattern).toEqual({ pattern: { joinsLast: { leaf: vgg } }, sentence: "VGG joins last." });
});
