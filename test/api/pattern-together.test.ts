import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { defaultSetting } from "../../apps/api/analysis/setting.ts";
import { stabilitySettings } from "../../packages/engine/src/pattern/index.ts";
import { seededRandom } from "../../packages/engine/src/statistics/index.ts";
import { type Api, globalId, openApi } from "./api.ts";
import { type Atlas, openAtlas } from "./atlas.ts";
import { addForest, addSetting, chain, type Forest, type Wanted } from "./forest.ts";

// What an operation asks of the same trees is counted together, by another way than what is asked alone.

const models = ["Ant", "Bee", "Cat", "Dog", "Eel"];
const random = seededRandom(7);
const shuffled = (list: readonly number[]) => {
  const order = [...list];
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
};
/** The order in which the models join on an image: half of them alike. */
const orders = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? [0, 1, 2, 3, 4] : shuffled([0, 1, 2, 3, 4])));

const wanted: Wanted = {
  models,
  images: 60,
  methods: ["vanilla", "grad-cam"],
  tree: (method, image) =>
    method === "grad-cam" && image % 7 === 0 ? null : chain(orders[image + (method === "vanilla" ? 0 : 60)]!),
  truth: (image) => (image % 11 === 0 ? null : image % 3),
  predicted: (image, model) => (image % 5 === model ? 9 : image % 3),
  area: (image, model) => ((image * 3 + model * 7) % 10) / 10,
  offObject: (image, model) => (image % 4 === 0 ? null : ((image + model) % 8) / 8),
  flags: (image, model) => (image % 9 === 0 && model === 1 ? 1 : 0),
};

let atlas: Atlas;
let api: Api;
let forest: Forest;
let imageSet: string;
beforeAll(async () => {
  atlas = await openAtlas();
  forest = await addForest(atlas, wanted);
  for (const setting of stabilitySettings.slice(0, 3)) {
    await addSetting(atlas, { ...wanted, tree: (_, image) => chain(orders[image + 120]!) }, forest, {
      ...defaultSetting,
      ...setting,
    });
  }
  api = await openApi(atlas);
  const { addImagesToSet } = await api.query<{ addImagesToSet: { id: string } }>(
    `mutation ($input: AddImagesToSetInput!) { addImagesToSet(input: $input) { ... on ImageSet { id } } }`,
    { input: { imageSet: "some", imageIds: forest.imageIds.slice(5, 35).map((image) => globalId("image", image)) } },
  );
  imageSet = addImagesToSet.id;
});
afterAll(async () => {
  await api.close();
  await atlas.close();
});

const fields = `
  ... on PatternFrequency {
    sentence
    groups {
      k n unknown unknownReason leftOut withoutTree interval { low } chance { probability } tail { log10 }
      stability { same of } bySetting { k n } byClass { k n } byImageSet { k n } byRun { k n } byArchitecture { k n }
      images(answer: no, first: 5) { edges { node { image { name } } } }
    }
  }
  ... on Error { code message }`;

interface Asked {
  readonly pattern: object;
  readonly filter: object;
}

/** All in one operation, each under a name of its own. */
const ask = (asked: readonly Asked[], selection = fields) => {
  const declared = asked.map((_, i) => `$p${i}: PatternInput, $f${i}: PatternFilter`).join(", ");
  const aliased = asked.map((_, i) => `a${i}: patternFrequency(pattern: $p${i}, filter: $f${i}) { ${selection} }`);
  const variables = Object.fromEntries(
    asked.flatMap(({ pattern, filter }, i) => [
      [`p${i}`, pattern],
      [`f${i}`, filter],
    ]),
  );
  return api.query<Record<string, unknown>>(`query (${declared}) { ${aliased.join(" ")} }`, variables);
};

const leaf = fc.nat(models.length - 1).map((place) => globalId("model", forest.modelIds[place]!));
const leaves = fc
  .shuffledSubarray([0, 1, 2, 3, 4], { minLength: 2, maxLength: 3 })
  .map((places) => places.map((place) => globalId("model", forest.modelIds[place]!)));
const share = fc.constantFrom(0.25, 0.5);

const anyPattern = fc.letrec<{ pattern: object }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 2 },
    fc.record({ joinsLast: fc.record({ leaf }) }),
    fc.record({ joinsAt: fc.record({ leaf, rank: fc.integer({ min: 1, max: 4 }) }) }),
    fc.record({ clade: fc.record({ leaves }) }),
    fc.record({ firstCluster: fc.record({ leaves }) }),
    fc.record({ lastToJoin: fc.record({ leaves }) }),
    fc.record({ noneAlike: fc.record({ share }) }),
    fc.record({ smallestArea: fc.record({ leaf }) }),
    fc.record({ offObject: fc.record({ leaf, share }) }),
    fc.record({ not: tie("pattern") }),
    fc.record({ any: fc.array(tie("pattern"), { minLength: 1, maxLength: 2 }) }),
  ),
})).pattern;

/** One that leaves nothing out, and those that each of the filter's fields makes. */
const anyFilter = fc
  .record(
    {
      eligibility: fc.constantFrom("all", "every_right", "some_wrong"),
      classes: fc.constantFrom([0], [1, 2]),
      methods: fc.constantFrom(["vanilla"], ["grad-cam"]),
      imageSets: fc.constant(null).map(() => [imageSet]),
      withoutFlags: fc.constant(["constant"]),
    },
    { requiredKeys: [] },
  )
  .map((filter) => ({ runs: [globalId("run", forest.runId)], ...filter }));

test("ten frequencies in one request are what they are one by one", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ pattern: anyPattern, filter: fc.oneof(anyFilter, anyFilter) }), {
        minLength: 10,
        maxLength: 10,
      }),
      fc.array(fc.nat(9), { minLength: 10, maxLength: 10 }),
      async (questions, filterOf) => {
        // Some share a filter, some do not.
        const asked = questions.map(({ pattern }, i) => ({ pattern, filter: questions[filterOf[i]!]!.filter }));
        const together = await ask(asked);
        for (const [i, one] of asked.entries()) expect(together[`a${i}`]).toEqual((await ask([one])).a0);
      },
    ),
    { numRuns: 15 },
  );
});

test("ten frequencies with filters of their own take as many SQL statements as one", async () => {
  const filters = [
    ...["all", "every_right", "some_wrong", "every_wrong"].map((eligibility) => ({ eligibility })),
    ...[0, 1, 2].map((index) => ({ classes: [index] })),
    ...[["vanilla"], ["grad-cam"]].map((methods) => ({ methods })),
    { eligibility: "all", classes: [2] },
  ].map((filter) => ({ runs: [globalId("run", forest.runId)], ...filter }));
  const asked = filters.map((filter, i) => {
    const id = globalId("model", forest.modelIds[i % models.length]!);
    return { pattern: { joinsLast: { leaf: id } }, filter };
  });
  const cost = async (some: readonly Asked[]) => {
    const before = api.statements();
    await ask(
      some,
      "... on PatternFrequency { groups { k n stability { same } byImageSet { k } byArchitecture { k } } }",
    );
    return api.statements() - before;
  };
  await cost(asked);
  expect(await cost(asked)).toBe(await cost(asked.slice(0, 1)));
});

test("ten saved patterns take as many SQL statements as one", async () => {
  const saved: string[] = [];
  for (const model of models) {
    const { savePattern } = await api.query<{ savePattern: { id: string } }>(
      `mutation ($input: SavePatternInput!) { savePattern(input: $input) { ... on Pattern { id } } }`,
      { input: { name: model, runId: globalId("run", forest.runId), sentence: `${model} joins last` } },
    );
    saved.push(savePattern.id);
  }
  const cost = async (ids: readonly string[]) => {
    const before = api.statements();
    await api.query(
      `{ ${ids.map((id, i) => `a${i}: patternFrequency(id: "${id}") { ... on PatternFrequency { groups { k n } } }`)} }`,
    );
    return api.statements() - before;
  };
  expect(await cost([...saved, ...saved])).toBe(await cost(saved.slice(0, 1)));
});
