import { afterAll, beforeAll, expect, test } from "vitest";
import { everySetting } from "../../apps/api/analysis/every-setting.ts";
import { bitsOf } from "../../apps/api/heatmap/flag.ts";
import { type Api, globalId, openApi } from "./api.ts";
import { type Atlas, openAtlas } from "./atlas.ts";
import { addForest, addSetting, chain, type Forest } from "./forest.ts";

const wanted = {
  models: ["Ant", "Bee", "Cat"],
  images: 8,
  methods: ["vanilla"],
  tree: () => chain([0, 1, 2]),
  // The last two images have no mask; one map has nothing positive.
  offObject: (image: number, model: number) => (image > 5 || (image === 5 && model === 1) ? null : (image + model) / 8),
  flags: (image: number, model: number) => {
    if (image === 0 && model === 2) return bitsOf(["constant"]);
    return image === 1 ? bitsOf(["saturated-softmax", "constant"]) : image === 2 ? bitsOf(["saturated-softmax"]) : 0;
  },
};

let atlas: Atlas;
let api: Api;
let forest: Forest;
beforeAll(async () => {
  atlas = await openAtlas();
  api = await openApi(atlas);
  forest = await addForest(atlas, wanted);
});
afterAll(async () => {
  await api.close();
  await atlas.close();
});

const count = async (sentence: string, filter: object = {}) => {
  const { patternFrequency } = await api.query<{ patternFrequency: { groups: object[]; message?: string } }>(
    `query ($sentence: String, $filter: PatternFilter) { patternFrequency(sentence: $sentence, filter: $filter) {
      ... on PatternFrequency { groups { k n unknown unknownReason leftOut stability { same of missing } } }
      ... on Error { message }
    } }`,
    { sentence, filter: { runs: [globalId("run", forest.runId)], eligibility: "all", ...filter } },
  );
  return patternFrequency.groups[0];
};

test("a share off the object is counted on the images that have a mask, and is unknown on the others", async () => {
  // 3/8 is not more than 37.5 %: Ant's shares are more on the images 4 and 5, Cat's from image 2 on.
  expect(await count("Ant is more than 37.5 % off the object")).toMatchObject({ k: 2, n: 6, unknown: 2 });
  expect(await count("Cat is more than 37.5 % off the object")).toMatchObject({ k: 4, n: 6, unknown: 2 });
  expect(await count("Bee is more than 37.5 % off the object")).toMatchObject({
    k: 2,
    n: 5,
    unknown: 3,
    unknownReason: "no object mask",
  });
});

test("the stability of such a pattern is judged on the same shares", async () => {
  for (const setting of everySetting) await addSetting(atlas, wanted, forest, setting);
  expect(await count("Cat is more than 10 % off the object")).toMatchObject({
    k: 6,
    n: 6,
    stability: { same: 24, of: 24, missing: 0 },
  });
});

test("shares that a mask brought later are counted at once", async () => {
  const sentence = "Ant is more than 75 % off the object";
  expect(await count(sentence)).toMatchObject({ k: 0, n: 6 });
  await atlas.sql.begin(async (tx) => {
    await tx`update clustering set off_object = array_fill(0.9::real, array[3]) where image_id = ${forest.imageIds[7]!}`;
    await tx`update project set mask_revision = mask_revision + 1`;
  });
  expect(await count(sentence)).toMatchObject({ k: 1, n: 7, unknown: 1 });
});

test("images of flagged maps are left out where somebody asks so", async () => {
  const last = "Cat joins last";
  expect(await count(last)).toMatchObject({ k: 8, n: 8, leftOut: 0 });
  expect(await count(last, { withoutFlags: [] })).toMatchObject({ k: 8, n: 8, leftOut: 0 });
  expect(await count(last, { withoutFlags: ["constant"] })).toMatchObject({ k: 6, n: 6, leftOut: 2 });
  expect(await count(last, { withoutFlags: ["saturated_softmax"] })).toMatchObject({ k: 6, n: 6, leftOut: 2 });
  expect(await count(last, { withoutFlags: ["constant", "saturated_softmax"] })).toMatchObject({ n: 5, leftOut: 3 });
  expect(await count(last, { withoutFlags: ["conservation_off"] })).toMatchObject({ n: 8, leftOut: 0 });
});
