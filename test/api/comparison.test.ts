import {
  bakersGamma,
  copheneticAgreement,
  entanglement,
  linkage,
  type Merge,
  pruneTree,
  untangle,
} from "@heatlas/engine";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultSetting } from "../../apps/api/analysis/setting.ts";
import { type Api, globalId, openApi } from "./api.ts";
import { type Atlas, openAtlas } from "./atlas.ts";
import { addForest, addSetting, chain, type Forest, type Wanted } from "./forest.ts";

const [ant, bee, cat, dog] = [0, 1, 2, 3] as const;
const straight = chain([ant, bee, cat, dog]);
const turned = chain([cat, dog, ant, bee]);

/** Pairs are as alike as their numbers say, a little less on each later image, and less still by another method. */
const similarity = (method: string, image: number, one: number, other: number) =>
  (method === "vanilla" ? 0.9 : 0.7) - 0.1 * (other - one) - 0.02 * image;

const wanted: Wanted = {
  models: ["Ant", "Bee", "Cat", "Dog"],
  images: 6,
  methods: ["vanilla", "grad-cam"],
  tree: (method, image) => (method === "vanilla" ? straight : image === 5 ? null : image % 2 === 0 ? straight : turned),
  similarity,
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

const query = `query ($a: ComparisonSideInput!, $b: ComparisonSideInput!) { comparison(a: $a, b: $b) {
  ... on TreeComparison {
    a { ...Side } b { ...Side }
    models { name } leftOut { model { name } side reason }
    bakersGamma bakersGammaReason permutation { probability permutations exact }
    copheneticCorrelation copheneticCorrelationReason entanglement
    partitions { clusters fowlkesMallows expectedFowlkesMallows adjustedRand }
    similarityDifference similarityDifferenceReason
    overImages { n reason mean spread quantiles { share value } histogram onlyA onlyB
      lowest(first: 2) { image { id } gamma } highest(first: 1) { image { id } gamma } }
  }
  ... on Error { code message }
  ... on InputError { field }
} }
fragment Side on ComparedTree {
  run { id } method { slug } setting { linkage } image { id } imageCount clustering { id } ties newick
  merges { left right height size shared } leafOrder similarities
}`;

interface Side {
  merges: (Merge & { shared: boolean })[];
  leafOrder: number[];
  imageCount: number;
  similarities: number[][];
  clustering: { id: string } | null;
}
interface Answer {
  a: Side;
  b: Side;
  models: { name: string }[];
  bakersGamma: number | null;
  similarityDifference: (number | null)[][] | null;
  overImages: { n: number; mean: number | null; histogram: number[]; lowest: object[] };
  code?: string;
  message?: string;
}

const ask = async (a: object, b: object): Promise<Answer> =>
  (await api.query<{ comparison: Answer }>(query, { a: { run, ...a }, b: { run, ...b } })).comparison;

const image = (place: number) => globalId("image", forest.imageIds[place]!);
const plain = (merges: Side["merges"]) => merges.map(({ shared: _, ...merge }) => merge);

describe("two methods on one image", () => {
  test("are two trees, untangled, with what both have marked", async () => {
    const answer = await ask({ method: "vanilla", image: image(1) }, { method: "grad-cam", image: image(1) });
    expect(plain(answer.a.merges)).toEqual(straight);
    expect(plain(answer.b.merges)).toEqual(turned);
    const orders = untangle(straight, turned);
    expect([answer.a.leafOrder, answer.b.leafOrder]).toEqual([orders.left, orders.right]);
    // {Ant, Bee} … of one, {Cat, Dog} … of the other: only the root is shared.
    expect(answer.a.merges.map(({ shared }) => shared)).toEqual([false, false, true]);
    expect(answer).toMatchObject({
      a: {
        method: { slug: "vanilla" },
        imageCount: 1,
        image: { id: image(1) },
        newick: "(Dog:3,(Cat:2,(Ant:1,Bee:1):1):1);",
      },
      models: [{ name: "Ant" }, { name: "Bee" }, { name: "Cat" }, { name: "Dog" }],
      leftOut: [],
      bakersGamma: bakersGamma(straight, turned),
      copheneticCorrelation: copheneticAgreement(straight, turned),
      entanglement: entanglement(orders.left, orders.right),
      permutation: { permutations: 24, exact: true },
    });
    expect(answer.a.clustering?.id).toMatch(/^clustering:/);
  });

  test("differ in similarity as their matrices do", async () => {
    const { a, b, similarityDifference } = await ask(
      { method: "vanilla", image: image(2) },
      { method: "grad-cam", image: image(2) },
    );
    expect(a.similarities[ant]![dog]).toBeCloseTo(similarity("vanilla", 2, ant, dog), 12);
    expect(b.similarities[dog]![ant]).toBeCloseTo(similarity("grad-cam", 2, ant, dog), 12);
    for (const [i, row] of similarityDifference!.entries()) {
      for (const [j, value] of row.entries()) expect(value).toBeCloseTo(i === j ? 0 : 0.2, 12);
    }
  });

  test("are compared over all images that have both trees, and those without are told", async () => {
    const { overImages } = await ask({ method: "vanilla", image: image(0) }, { method: "grad-cam", image: image(0) });
    const gamma = bakersGamma(straight, turned)!;
    expect(overImages).toMatchObject({ n: 5, reason: null, onlyA: 1, onlyB: 0 });
    expect(overImages.mean).toBeCloseTo((3 + 2 * gamma) / 5, 12);
    expect(overImages.lowest).toEqual([
      { image: { id: image(1) }, gamma: expect.closeTo(gamma, 12) },
      { image: { id: image(3) }, gamma: expect.closeTo(gamma, 12) },
    ]);
    expect(overImages.histogram.reduce((sum, count) => sum + count, 0)).toBe(5);
    expect(overImages.histogram.at(-1)).toBe(3);
  });
});

describe("a side without an image", () => {
  test("is the tree of the mean over the images that both sides have", async () => {
    const { a, b } = await ask({ method: "vanilla" }, { method: "grad-cam" });
    // The sixth image has no tree by Grad-CAM.
    expect([a.imageCount, b.imageCount]).toEqual([5, 5]);
    const mean = (one: number, other: number) => 0.9 - 0.1 * (other - one) - 0.04;
    expect(a.similarities[ant]![cat]).toBeCloseTo(mean(ant, cat), 12);
    const pairs = [ant, bee, cat].flatMap((one) =>
      [bee, cat, dog].filter((other) => other > one).map((other) => [one, other] as const),
    );
    const merges = linkage(
      Float64Array.from(pairs, ([one, other]) => 1 - mean(one, other)),
      4,
      "ward",
    );
    for (const [position, merge] of plain(a.merges).entries()) {
      expect(merge).toEqual({ ...merges[position]!, height: expect.closeTo(merges[position]!.height, 12) });
    }
    expect(a.clustering).toBeNull();
  });

  test("beside an image's own tree is over all its images", async () => {
    const { a, b } = await ask({ method: "vanilla" }, { method: "grad-cam", image: image(0) });
    expect([a.imageCount, b.imageCount]).toEqual([6, 1]);
  });
});

describe("two runs", () => {
  test("are compared over the models and images that both have; the rest is left out, with the reason", async () => {
    const other = await addForest(atlas, {
      models: ["Dog", "Eel", "Ant", "Bee"],
      images: 4,
      methods: ["vanilla"],
      // Dog and Eel, then Ant, then Bee.
      tree: () => chain([0, 1, 2, 3]),
    });
    const answer = await ask(
      { method: "vanilla", image: image(3) },
      { run: globalId("run", other.runId), method: "vanilla", image: image(0) },
    );
    expect(answer).toMatchObject({
      models: [{ name: "Ant" }, { name: "Bee" }, { name: "Dog" }],
      leftOut: [
        { model: { name: "Cat" }, side: "a", reason: 'only the run "made up" has it' },
        { model: { name: "Eel" }, side: "b", reason: 'only the run "made up" has it' },
      ],
    });
    const [one, two] = [pruneTree(straight, [ant, bee, dog]), pruneTree(chain([0, 1, 2, 3]), [2, 3, 0])];
    expect(plain(answer.a.merges)).toEqual(one);
    expect(plain(answer.b.merges)).toEqual(two);
    expect(answer.bakersGamma).toBeCloseTo(bakersGamma(one, two)!, 12);
    expect(answer.overImages).toMatchObject({
      n: 4,
      onlyA: 2,
      onlyB: 0,
      mean: expect.closeTo(bakersGamma(one, two)!, 12),
    });
  });

  test("without a common image have no mean to compare, but single images they have", async () => {
    const apart = await addForest(atlas, { ...wanted, images: 2, methods: ["vanilla"], prefix: "other" });
    const there = { run: globalId("run", apart.runId), method: "vanilla" };
    expect(await ask({ method: "vanilla" }, there)).toEqual({
      code: "invalid-input",
      message:
        'No image has a tree in "made up" and in "made up", so their means cannot be compared; choose an image on each side.',
      field: "b.image",
    });
    const answer = await ask(
      { method: "vanilla", image: image(0) },
      { ...there, image: globalId("image", apart.imageIds[0]!) },
    );
    expect(answer).toMatchObject({
      bakersGamma: expect.closeTo(1, 12),
      overImages: { n: 0, reason: "no image has a tree on both sides", mean: null },
    });
  });

  test("that share two models are drawn, and say why there is no gamma; that share one are refused", async () => {
    const add = (models: string[]) =>
      addForest(atlas, { models, images: 1, methods: ["vanilla"], tree: () => chain(models.map((_, place) => place)) });
    const sideOf = ({ runId }: Forest) => ({ run: globalId("run", runId), method: "vanilla", image: image(0) });
    const two = await ask({ method: "vanilla", image: image(0) }, sideOf(await add(["Ant", "Fox", "Bee"])));
    expect(two).toMatchObject({
      bakersGamma: null,
      bakersGammaReason: "two models make only one tree, so every pair agrees: it takes 3",
      permutation: null,
      partitions: [],
      overImages: { n: 0, reason: "two models make only one tree, so every image agrees: it takes 3" },
    });
    expect(await ask({ method: "vanilla", image: image(0) }, sideOf(await add(["Ant", "Fox", "Gnu"])))).toMatchObject({
      code: "too-few-shared",
      message: 'The runs "made up" and "made up" share only Ant; a comparison of trees needs at least 2 models.',
    });
  });
});

describe("two settings", () => {
  test("of one image are compared; one that is not computed says so", async () => {
    const setting = { ...defaultSetting, linkage: "average" as const };
    const side = { method: "vanilla", image: image(0) };
    expect(await ask(side, { ...side, setting: { linkage: "average" } })).toMatchObject({
      code: "no-tree",
      message: expect.stringContaining(
        "by this method under auto, ssim-gaussian, one-minus, average: a map is missing, or the setting",
      ),
    });
    await addSetting(atlas, { ...wanted, tree: () => turned }, forest, setting);
    expect(await ask(side, { ...side, setting: { linkage: "average" } })).toMatchObject({
      a: { setting: { linkage: "ward" } },
      b: { setting: { linkage: "average" } },
      bakersGamma: bakersGamma(straight, turned),
      overImages: { n: 6 },
    });
  });

  test("with different measures have no difference of similarity, and say why", async () => {
    await addSetting(atlas, wanted, forest, { ...defaultSetting, measure: "pearson" });
    const side = { method: "vanilla", image: image(0) };
    expect(await ask(side, { ...side, setting: { measure: "pearson" } })).toMatchObject({
      similarityDifference: null,
      similarityDifferenceReason: "ssim-gaussian and pearson are not on one scale",
    });
  });
});

describe("what cannot be compared is refused in a sentence", () => {
  const good = { method: "vanilla" };
  test.each<[string, object, object]>([
    ["an unknown run", { run: globalId("run", "01990000-0000-7000-8000-000000000000") }, { code: "not-found" }],
    [
      "an unknown method",
      { method: "magic" },
      { message: 'The run "made up" has no method magic; it has vanilla, grad-cam.', field: "a.method" },
    ],
    ["a method at a place where it is not", { position: 1 }, { field: "a.method" }],
    ["an unknown image", { image: globalId("image", "01990000-0000-7000-8000-000000000000") }, { code: "not-found" }],
    [
      "an unknown linkage",
      { setting: { linkage: "nearest" } },
      {
        message: 'There is no linkage "nearest"; choose single, complete, average, weighted, ward, centroid or median.',
        field: "a.setting.linkage",
      },
    ],
    [
      "an impossible grid",
      { setting: { grid: 4 } },
      { message: "The comparison grid is 4 pixels wide; it can be 16 to 512." },
    ],
  ])("%s", async (_, side, expected) => {
    expect(await ask({ ...good, ...side }, good)).toMatchObject(expected);
  });

  test("a run that has not come so far", async () => {
    const young = await addForest(atlas, { ...wanted, images: 1, tree: () => null });
    await atlas.sql`update run set status = 'running' where id = ${young.runId}`;
    const side = { run: globalId("run", young.runId), method: "vanilla" };
    const message = expect.stringMatching(/^The run "made up" is running and has no tree( of "image 0")? yet\.$/);
    expect(await ask(side, good)).toMatchObject({ code: "no-tree", message });
    expect(await ask({ ...side, image: image(0) }, good)).toMatchObject({ code: "no-tree", message });
  });

  test("a run of one model", async () => {
    const lone = await addForest(atlas, { ...wanted, models: ["Ant"], images: 1, tree: () => null });
    const side = { run: globalId("run", lone.runId), method: "vanilla" };
    expect((await ask(side, side)).message).toBe(
      'The run "made up" has only Ant; a comparison of trees needs at least 2 models.',
    );
  });
});

test("the number of statements does not grow with images or models", async () => {
  const count = async (a: object, b: object) => {
    // What is kept in memory is there for both.
    await ask(a, b);
    const before = api.statements();
    await ask(a, b);
    return api.statements() - before;
  };
  const large = await addForest(atlas, {
    ...wanted,
    models: ["Ant", "Bee", "Cat", "Dog", "Eel", "Fox"],
    images: 40,
    tree: () => chain([0, 1, 2, 3, 4, 5]),
    prefix: "many",
  });
  const many = { run: globalId("run", large.runId), method: "vanilla" };
  const small = await count({ method: "vanilla" }, { method: "grad-cam" });
  expect(await count(many, { ...many, method: "grad-cam" })).toBe(small);
});
