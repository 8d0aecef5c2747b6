import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Api, globalId, openApi } from "./api.ts";
import { type Atlas, openAtlas } from "./atlas.ts";
import { addForest, chain, type Forest } from "./forest.ts";

const models = ["Ant", "Bee", "Cat", "Dog"];
const [ant, bee, cat, dog] = [0, 1, 2, 3] as const;

/** Dog joins last in two of three images. */
const dogLast = (image: number) => (image % 3 === 2 ? chain([dog, bee, cat, ant]) : chain([ant, bee, cat, dog]));

let atlas: Atlas;
let api: Api;
let forest: Forest;
let id: string;
beforeAll(async () => {
  atlas = await openAtlas();
  forest = await addForest(atlas, {
    models,
    images: 30,
    methods: ["vanilla", "grad-cam"],
    tree: (method, image) => (method === "vanilla" ? dogLast(image) : image < 3 ? null : chain([ant, bee, cat, dog])),
    truth: (image) => (image === 29 ? null : image % 2),
    predicted: (image, model) => (image < 6 ? (image < 2 || model === cat ? 9 : image % 2) : image % 2),
  });
  id = globalId("run", forest.runId);
  api = await openApi(atlas);
});
afterAll(async () => {
  await api.close();
  await atlas.close();
});

const query = `query ($id: ID, $sentence: String, $pattern: PatternInput, $filter: PatternFilter) {
  patternFrequency(id: $id, sentence: $sentence, pattern: $pattern, filter: $filter) {
    ... on PatternFrequency {
      sentence pattern models { name } eligibility eligibilityReason
      groups {
        method { slug } k n unknown unknownReason leftOut repeated withoutTree ties intervalReason tailReason
        stability { same of missing } stabilityReason
        byClass { class { index label } k n interval { low high } } byRun { run { id } k n unknown } byImageSet { imageSet { name } k n }
      }
    }
    ... on Error { code message }
    ... on InputError { field }
  }
}`;

interface Group {
  method: { slug: string };
  k: number;
  n: number;
}
interface Answer {
  eligibility: string;
  eligibilityReason: string | null;
  models: { name: string }[];
  pattern: object;
  sentence: string;
  groups: Group[];
  code?: string;
  message?: string;
}

const ask = async (variables: Record<string, unknown>): Promise<Answer> =>
  (await api.query<{ patternFrequency: Answer }>(query, variables)).patternFrequency;

const count = async (filter: object, sentence = "Dog joins last") =>
  (await ask({ sentence, filter: { runs: [id], methods: ["vanilla"], ...filter } })).groups;

describe("what counts", () => {
  test("by default the images that every model classifies correctly; else those that were chosen", async () => {
    expect(await count({})).toMatchObject([{ k: 16, n: 23, leftOut: 7 }]);
    expect(await count({ eligibility: "every_right" })).toMatchObject([{ k: 16, n: 23, leftOut: 7 }]);
    expect(await count({ eligibility: "some_wrong" })).toMatchObject([{ k: 4, n: 6, leftOut: 24 }]);
    expect(await count({ eligibility: "every_wrong" })).toMatchObject([{ k: 2, n: 2, leftOut: 28 }]);
    expect(await count({ eligibility: "all" })).toMatchObject([{ k: 20, n: 30, leftOut: 0 }]);
  });

  test("methods are counted apart, and images without a tree are told", async () => {
    const { groups } = await ask({ sentence: "Dog joins last", filter: { runs: [id], eligibility: "all" } });
    expect(groups).toMatchObject([
      { method: { slug: "vanilla" }, k: 20, n: 30, withoutTree: 0 },
      { method: { slug: "grad-cam" }, k: 27, n: 27, withoutTree: 3 },
    ]);
  });

  test("a truth that changes changes what counts at once", async () => {
    const { sql } = atlas;
    const image = forest.imageIds[10]!;
    await sql`update image_truth set class_index = 5 where image_id = ${image}`;
    expect(await count({})).toMatchObject([{ k: 15, n: 22 }]);
    await sql`delete from image_truth where image_id = ${image}`;
    expect(await count({})).toMatchObject([{ k: 15, n: 22 }]);
    await sql`
      insert into image_truth (project_id, image_id, label_set_id, class_index)
      select ${atlas.projectId}, ${image}, id, 0 from label_set`;
    expect(await count({})).toMatchObject([{ k: 16, n: 23 }]);
  });

  test("classes and image sets narrow the count, and a set that grows counts at once", async () => {
    expect(await count({ classes: [1] })).toMatchObject([
      { n: 11, byClass: [{ class: { index: 1, label: "things 1" } }] },
    ]);
    const add = async (imageIds: readonly string[]) =>
      (
        await api.query<{ addImagesToSet: { id: string } }>(
          `mutation ($input: AddImagesToSetInput!) { addImagesToSet(input: $input) { ... on ImageSet { id } } }`,
          { input: { imageSet: "chosen", imageIds: imageIds.map((image) => globalId("image", image)) } },
        )
      ).addImagesToSet.id;
    const set = await add(forest.imageIds.slice(6, 9));
    expect(await count({ imageSets: [set] })).toMatchObject([{ k: 2, n: 3, leftOut: 27 }]);
    await add(forest.imageIds.slice(9, 12));
    expect(await count({ imageSets: [set] })).toMatchObject([{ k: 4, n: 6 }]);
    expect(await count({ imageSets: [set], classes: [0] })).toMatchObject([{ n: 3 }]);
    expect(await count({})).toMatchObject([{ n: 23, byImageSet: [{ imageSet: { name: "chosen" }, k: 4, n: 6 }] }]);
  });

  test("counts by class and by run add up", async () => {
    const [group] = (await count({})) as unknown as [{ byClass: Group[]; byRun: (Group & { run: object })[] }];
    expect(group.byClass.reduce((sum, { k }) => sum + k, 0)).toBe(16);
    expect(group.byClass.reduce((sum, { n }) => sum + n, 0)).toBe(23);
    expect(group.byRun).toEqual([{ run: { id }, k: 16, n: 23, unknown: 0 }]);
  });

  test("an image of two runs counts once, in the newest; the order of their models does not matter", async () => {
    const other = await addForest(atlas, {
      models: models.toReversed(),
      images: 31,
      methods: ["vanilla"],
      // Ant and Dog have changed places: Dog still joins last, in every image.
      tree: () => chain([3, 2, 1, 0]),
      truth: () => 0,
    });
    const runs = [id, globalId("run", other.runId)];
    expect(await count({ runs, eligibility: "all" })).toMatchObject([
      {
        k: 31,
        n: 31,
        // What the older run has of them is counted already, not left out.
        leftOut: 0,
        repeated: 30,
        byRun: [
          { run: { id: runs[1] }, n: 31 },
          { run: { id: runs[0] }, n: 0 },
        ],
      },
    ]);
    const { discoverPatterns } = await api.query<{
      discoverPatterns: { groups: { found: { sentence: string; k: number }[] }[] };
    }>(discovery, { filter: { runs, methods: ["vanilla"], eligibility: "all" } });
    expect(discoverPatterns.groups[0]!.found).toContainEqual(
      expect.objectContaining({ sentence: "Dog joins last.", k: 31 }),
    );
  });

  test("a run that has the method with other parameters has no images without a tree", async () => {
    const other = await addForest(atlas, {
      models,
      images: 5,
      methods: ["vanilla"],
      tree: (_, image) => dogLast(image),
      prefix: "otherwise",
    });
    await atlas.sql`update run_method set parameters = '{"reduction": "max-abs"}' where run_id = ${other.runId}`;
    const both = { runs: [id, globalId("run", other.runId)], eligibility: "all" };
    const [alone] = (await count({ eligibility: "all" })) as unknown as [{ withoutTree: number }];
    expect(await count(both)).toMatchObject([
      { n: 5, withoutTree: 0, leftOut: 0 },
      { n: 30, withoutTree: alone.withoutTree, leftOut: 0 },
    ]);
  });

  test("a run whose images have no truth counts all of them, and says so", async () => {
    const untold = await addForest(atlas, {
      models,
      images: 3,
      methods: ["vanilla"],
      tree: (_, image) => dogLast(image),
      truth: () => null,
      prefix: "untold",
    });
    const answer = await ask({ sentence: "Dog joins last", filter: { runs: [globalId("run", untold.runId)] } });
    expect(answer).toMatchObject({
      eligibility: "all",
      eligibilityReason: "All images count: none of them has a truth, so no model is right or wrong.",
      groups: [{ k: 2, n: 3 }],
    });
  });

  test("ties are told", async () => {
    const tied = await addForest(atlas, {
      models,
      images: 4,
      methods: ["vanilla"],
      tree: (_, image) => chain([ant, bee, cat, dog], image === 0 ? [1, 1, 2] : [1, 2, 3]),
      prefix: "tied",
    });
    expect(await count({ runs: [globalId("run", tied.runId)] })).toMatchObject([{ k: 4, n: 4, ties: 1 }]);
  });
});

describe("the images for and against", () => {
  const page = `query ($filter: PatternFilter, $answer: PatternAnswer!, $first: Int, $last: Int, $after: String, $before: String) {
    patternFrequency(sentence: "Dog joins last", filter: $filter) { ... on PatternFrequency { groups {
      images(answer: $answer, first: $first, last: $last, after: $after, before: $before) {
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        edges { node { image { name } run { id } clustering { lastJoiner { name } heatmaps { model { name } } } } }
      }
    } } }
  }`;
  interface Images {
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
    edges: { node: { image: { name: string }; clustering: { lastJoiner: { name: string } } } }[];
  }
  const images = async (variables: object): Promise<Images> => {
    const filter = { runs: [id], methods: ["vanilla"], eligibility: "all" };
    const { patternFrequency } = await api.query<{ patternFrequency: { groups: [{ images: Images }] } }>(page, {
      filter,
      ...variables,
    });
    return patternFrequency.groups[0].images;
  };
  const names = ({ edges }: Images) => edges.map(({ node }) => node.image.name);
  const against = Array.from({ length: 10 }, (_, i) => `image ${i * 3 + 2}`);

  test("come page by page, forwards and backwards, with the tree that answered", async () => {
    const first = await images({ answer: "no", first: 4 });
    expect(names(first)).toEqual(against.slice(0, 4));
    expect(first.edges[0]!.node).toMatchObject({ run: { id }, clustering: { lastJoiner: { name: "Ant" } } });
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const second = await images({ answer: "no", first: 4, after: first.pageInfo.endCursor });
    expect(names(second)).toEqual(against.slice(4, 8));
    const last = await images({ answer: "no", last: 3 });
    expect(names(last)).toEqual(against.slice(7));
    expect(names(await images({ answer: "no", last: 3, before: last.pageInfo.startCursor }))).toEqual(
      against.slice(4, 7),
    );
    expect(names(await images({ answer: "yes", first: 50 }))).toHaveLength(20);
    expect(names(await images({ answer: "unknown" }))).toEqual([]);
  });

  test("the number of SQL statements does not depend on the page", async () => {
    const cost = async (first: number) => {
      const before = api.statements();
      await images({ answer: "yes", first });
      return api.statements() - before;
    };
    await cost(1);
    expect(await cost(20)).toBe(await cost(2));
  });
});

test("frequencies of one operation share what they read", async () => {
  const statements = async (aliases: number) => {
    const fields = Array.from({ length: aliases }, (_, i) => {
      const sentence = `${models[i % 4]} joins ${i % 2 === 0 ? "last" : "second to last"}`;
      return `f${i}: patternFrequency(sentence: "${sentence}", filter: { runs: ["${id}"] }) { ... on PatternFrequency { groups { k n } } }`;
    });
    const before = api.statements();
    await api.query(`{ ${fields.join(" ")} }`);
    return api.statements() - before;
  };
  await statements(1);
  expect(await statements(10)).toBe(await statements(1));
});

const discovery = `query ($filter: PatternFilter!, $support: Float) {
  discoverPatterns(filter: $filter, support: $support) {
    ... on Discoveries { groups { method { slug } n tests found { sentence pattern k n chance adjusted standsOut tail { log10 } } } }
    ... on Error { code message }
  }
}`;

describe("discovery", () => {
  test("finds what most images show, ranked, with the same counts as a question", async () => {
    const { discoverPatterns } = await api.query<{
      discoverPatterns: { groups: { n: number; tests: number; found: { sentence: string; k: number; n: number }[] }[] };
    }>(discovery, { filter: { runs: [id], methods: ["vanilla"] } });
    const [group] = discoverPatterns.groups;
    expect(group).toMatchObject({ n: 23, tests: 2 ** 4 - 4 - 2 + 6 });
    expect(group!.found.map(({ sentence }) => sentence)).toContain("Dog joins last.");
    for (const { sentence, k, n } of group!.found) expect(await count({}, sentence)).toMatchObject([{ k, n }]);
  });

  test("refuses a threshold that is no share", async () => {
    const { discoverPatterns } = await api.query<{ discoverPatterns: object }>(discovery, {
      filter: { runs: [id] },
      support: 1.5,
    });
    expect(discoverPatterns).toEqual({
      code: "invalid-input",
      message: "The support is 1.5; it is a share, from 0 to 1.",
    });
  });

  test("gives none, or a page, but not less than none", async () => {
    const found = (first: number) =>
      `query ($filter: PatternFilter!) {
        discoverPatterns(filter: $filter) { ... on Discoveries { groups { found(first: ${first}) { k } } } }
      }`;
    const filter = { runs: [id], methods: ["vanilla"] };
    const { discoverPatterns } = await api.query<{ discoverPatterns: object }>(found(0), { filter });
    expect(discoverPatterns).toEqual({ groups: [{ found: [] }] });
    for (const first of [-1, 201]) {
      const [error] = await api.refused(found(first), { filter });
      expect(error!.message).toBe(`first is ${first}; it can be 0 to 200.`);
    }
  });
});

describe("what cannot be asked", () => {
  const leaf = (model: number) => globalId("model", forest.modelIds[model]!);
  const refusal = async (variables: Record<string, unknown>) => {
    const { code, message } = await ask({ filter: { runs: [id] }, ...variables });
    return `${code}: ${message}`;
  };

  test("a model that the trees do not have is named, with those that they have", async () => {
    expect(await refusal({ sentence: "Eel joins last" })).toBe(
      "unknown-leaf: No model is called Eel; the models of these trees are Ant, Bee, Cat, Dog.",
    );
    const stranger = globalId("model", randomUUID());
    expect(await refusal({ pattern: { joinsLast: { leaf: stranger } } })).toContain("Ant, Bee, Cat, Dog");
  });

  test("a sentence that cannot be read says from where on, and what can be said", async () => {
    expect(await refusal({ sentence: "Dog barks last" })).toMatch(
      /^unreadable-pattern: .*"Dog barks last".*joins last/s,
    );
  });

  test("an empty set, a set of all, a contradiction and a rank beyond the root are refused by their terms", async () => {
    expect(await refusal({ pattern: { clade: { leaves: [] } } })).toBe(
      'invalid-pattern: "form a clade" names no model; name at least one, such as Ant.',
    );
    expect(await refusal({ pattern: { clade: { leaves: [0, 1, 2, 3].map(leaf) } } })).toMatch(
      /^invalid-pattern: All 4/,
    );
    expect(await refusal({ sentence: "Dog joins last and Ant joins last" })).toMatch(/^contradictory-pattern: /);
    expect(await refusal({ pattern: { joinsAt: { leaf: leaf(dog), rank: 4 } } })).toMatch(
      /^invalid-pattern: The rank of "joins …" is 4; /,
    );
  });

  test("a class that the models' label set does not have is named, with those that it has", async () => {
    for (const other of [-1, 999]) {
      expect(await refusal({ sentence: "Dog joins last", filter: { runs: [id], classes: [0, other] } })).toMatch(
        new RegExp(`^invalid-input: There is no class ${other}; those of .+ are 0 to \\d+\\.$`),
      );
    }
  });

  test("a pattern is said once: not in two ways, not in none, and with one key", async () => {
    expect(await refusal({})).toMatch(/in one way.*none was given/);
    expect(await refusal({ sentence: "Dog joins last", pattern: { joinsLast: { leaf: leaf(dog) } } })).toMatch(
      /in one way.*pattern and sentence|sentence and pattern/,
    );
    const two = { joinsLast: { leaf: leaf(dog) }, smallestArea: { leaf: leaf(dog) } };
    const [error] = await api.refused(query, { pattern: two, filter: { runs: [id] } });
    expect(error!.message).toContain("Exactly one key must be specified for OneOf type");
  });

  test("runs have to be there, to be of the same models, and to have two of them", async () => {
    const sentence = "Dog joins last";
    expect(await refusal({ sentence, filter: {} })).toMatch(/^invalid-input: Choose at least one run/);
    expect(await refusal({ sentence, filter: { runs: [globalId("run", randomUUID())] } })).toMatch(/^not-found: /);
    expect(await refusal({ sentence, filter: { runs: ["nonsense"] } })).toMatch(/is not an id/);
    const base = { images: 1, methods: ["vanilla"], prefix: "alone" };
    const pair = await addForest(atlas, { ...base, models: ["Ant", "Bee"], tree: () => chain([0, 1]) });
    const runs = [id, globalId("run", pair.runId)];
    expect(await refusal({ sentence, filter: { runs } })).toMatch(
      /have different models; choose runs of the same ones/,
    );
    const empty = await addForest(atlas, { ...base, models: [], tree: () => null });
    expect(await refusal({ sentence, filter: { runs: [globalId("run", empty.runId)] } })).toMatch(
      /^too-few-leaves: A pattern needs trees of at least two models, these have none/,
    );
    const single = await addForest(atlas, { ...base, models: ["Ant"], tree: () => null });
    expect(await refusal({ sentence, filter: { runs: [globalId("run", single.runId)] } })).toMatch(
      /^too-few-leaves: A pattern needs trees of at least two models, these have one/,
    );
  });

  test("a method that the runs do not have, and a setting that nobody computed, are told", async () => {
    expect(await refusal({ sentence: "Dog joins last", filter: { runs: [id], methods: ["guided"] } })).toBe(
      "invalid-input: No chosen run has the method guided; they have vanilla, grad-cam.",
    );
    expect(await count({ setting: { linkage: "average" } })).toMatchObject([
      { k: 0, n: 0, withoutTree: 30, intervalReason: "no image has a tree by this method under this setting yet" },
    ]);
  });
});

describe("saved patterns", () => {
  const fields =
    "... on Pattern { id name sentence pattern archivedAt models { name } } ... on Error { code message } ... on ExistsError { existing }";
  const save = async (input: Record<string, unknown>) =>
    (
      await api.query<{ savePattern: Answer & { id: string; name: string; existing?: string } }>(
        `mutation ($input: SavePatternInput!) { savePattern(input: $input) { ${fields} } }`,
        { input: { runId: id, ...input } },
      )
    ).savePattern;
  const list = async (archived = false) =>
    (
      await api.query<{ patterns: { edges: { node: { name: string } }[] } }>(
        "query ($archived: Boolean!) { patterns(archived: $archived) { edges { node { name sentence } } } }",
        { archived },
      )
    ).patterns.edges.map(({ node }) => node.name);

  test("are kept once, renamed, archived and brought back, and counted over all the runs of their models", async () => {
    const saved = await save({ name: " Bee and Ant ", sentence: "Bee and Ant form a clade" });
    expect(saved).toMatchObject({ name: "Bee and Ant", models: models.map((name) => ({ name })) });
    const again = await save({ name: "the same", pattern: { not: { not: saved.pattern } } });
    expect(again).toMatchObject({ code: "exists", existing: saved.id });

    const { groups } = await ask({ id: saved.id, filter: { methods: ["vanilla"], eligibility: "all" } });
    const asked = await count({ eligibility: "all" }, "Ant and Bee form a clade");
    expect(groups[0]!.n).toBeGreaterThan(asked[0]!.n);
    expect(
      (await ask({ id: saved.id, filter: { runs: [id], methods: ["vanilla"], eligibility: "all" } })).groups,
    ).toEqual(asked);

    await api.query(`mutation { renamePattern(id: "${saved.id}", name: "pair") { ... on Pattern { name } } }`);
    expect(await list()).toEqual(["pair"]);
    await api.query(`mutation { archivePattern(id: "${saved.id}") { ... on Pattern { name } } }`);
    expect(await list()).toEqual([]);
    expect(await list(true)).toEqual(["pair"]);
    expect(await save({ name: "back", sentence: "Ant and Bee form a clade" })).toMatchObject({
      id: saved.id,
      name: "back",
    });
    expect(await list()).toEqual(["back"]);
  });

  test("need a name and a pattern that their run's trees can show", async () => {
    expect(await save({ name: " ", sentence: "Dog joins last" })).toMatchObject({
      message: "The pattern's name is empty.",
    });
    expect(await save({ name: "none", sentence: "Eel joins last" })).toMatchObject({ code: "unknown-leaf" });
    expect(await ask({ id: globalId("pattern", randomUUID()) })).toMatchObject({ code: "not-found" });
  });
});
