import {
  type EngineError,
  gammaPermutation,
  type LeafSet,
  leafSet,
  linkage,
  optimalLeafOrder,
  pairIndex,
  patternChance,
  silhouettesOfCuts,
} from "@heatlas/engine";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compute } from "../../apps/api/statistics/compute.ts";
import { onThread } from "../../apps/api/statistics/threads.ts";
import { seededRandom } from "../../packages/engine/src/statistics/index.ts";
import { type Api, globalId, openApi } from "./api.ts";
import { type Atlas, openAtlas } from "./atlas.ts";
import { addForest, type Forest, type Wanted } from "./forest.ts";

const random = seededRandom(5);
const distances = (n: number) => Float64Array.from({ length: (n * (n - 1)) / 2 }, () => 0.1 + random.unit());
const leaves = (n: number): LeafSet => leafSet(Array.from({ length: n }, (_, i) => ({ id: `m${i}`, name: `m${i}` })));

/** Takes a thread a second or so: 10,000 random trees of so many leaves. */
const longWork = () =>
  onThread("patternChance", { firstCluster: { leaves: ["m1", "m2", "m3"] } }, leaves(150)).then(({ value }) => value);

/** A run of so many models with random similarities, and the trees of them. */
function wantedOf(models: number, images: number, methods: readonly string[]): Wanted {
  const scores = methods.map(() => Array.from({ length: images }, () => distances(models).map((value) => value / 2)));
  const scoresOf = (method: string, image: number) => scores[methods.indexOf(method)]![image]!;
  return {
    models: Array.from({ length: models }, (_, i) => `model ${i}`),
    images,
    methods,
    tree: (method, image) => linkage(scoresOf(method, image), models, "ward"),
    similarity: (method, image, one, other) => scoresOf(method, image)[pairIndex(models, one, other)]!,
  };
}

let atlas: Atlas;
let api: Api;
let forest: Forest;
let wide: Forest;
beforeAll(async () => {
  atlas = await openAtlas();
  api = await openApi(atlas);
  forest = await addForest(atlas, wantedOf(60, 4, ["vanilla", "grad-cam"]));
  wide = await addForest(atlas, wantedOf(150, 1, ["vanilla"]));
});
afterAll(async () => {
  await api.close();
  await atlas.close();
});

test("what a thread computes is what the engine says, to the last bit", async () => {
  const [one, other] = [distances(40), distances(40)];
  const [a, b] = [linkage(one, 40, "average"), linkage(other, 40, "ward")];
  const pattern = { firstCluster: { leaves: ["m1", "m2", "m3"] } };
  expect(
    await Promise.all([
      onThread("gammaPermutation", a, b),
      onThread("silhouettesOfCuts", a, one, 50),
      onThread("linkage", one, 40, "average"),
      onThread("optimalLeafOrder", a, one),
      onThread("patternChance", pattern, leaves(9)),
    ]),
  ).toEqual([
    gammaPermutation(a, b),
    silhouettesOfCuts(a, one, 50),
    a,
    optimalLeafOrder(a, one),
    patternChance(pattern, leaves(9)),
  ]);
});

test("what the engine refuses is refused the same on a thread, and what cannot be sent is an error; it works on", async () => {
  const refused = (steps: number) =>
    compute(steps, "bootstrap", [Float64Array.of(Number.NaN)], ["Ant", "Bee"]).catch((error: EngineError) => error);
  const [here, there] = [await refused(1), await refused(1e9)];
  expect(there).toEqual(here);
  expect(there).toMatchObject({ name: "EngineError", code: "no-distances", fields: { images: 1 } });
  await expect(onThread("linkage", (() => 0) as unknown as Float64Array, 3, "ward")).rejects.toThrow(/clone/);
  await expect(onThread("linkage", null as unknown as Float64Array, 3, "ward")).rejects.toThrow(TypeError);
  expect(await onThread("linkage", Float64Array.of(2), 2, "ward")).toHaveLength(1);
});

test("a statistic that would wait behind too many others is refused at once", async () => {
  const all = Array.from({ length: 70 }, () => onThread("linkage", distances(50), 50, "ward"));
  const settled = await Promise.allSettled(all);
  expect(settled.slice(0, 64).every(({ status }) => status === "fulfilled")).toBe(true);
  for (const { reason } of settled.slice(64) as PromiseRejectedResult[]) {
    expect(reason).toMatchObject({
      code: "busy",
      message: "Heatlas computes as many statistics as it can; ask again in a moment.",
    });
  }
});

const comparison = `query ($run: ID!, $image: ID!) {
  comparison(a: { run: $run, method: "vanilla", image: $image }, b: { run: $run, method: "grad-cam", image: $image }) {
    ... on TreeComparison { permutation { probability permutations } }
    ... on Error { message }
  }
}`;
const mean = (fields: string) =>
  `query ($run: ID!) { run(id: $run) { meanTree(method: "vanilla") { ... on MeanTree { ${fields} } ... on Error { message } } } }`;

for (const [what, document, of] of [
  ["a permutation value is", comparison, () => forest],
  ["bootstrap support is", mean("support { shares }"), () => forest],
  ["the silhouettes of a large tree's cuts are", mean("cuts { silhouette }"), () => wide],
] as const) {
  test(`other requests are answered while ${what} computed`, async () => {
    const order: string[] = [];
    const note = (name: string) => (answer: unknown) => {
      order.push(name);
      return answer;
    };
    // Both threads have much to do: what is computed on one comes after that, and what is not comes before.
    const busy = Promise.race([longWork(), longWork()]).then(note("thread"));
    const variables = { run: globalId("run", of().runId), image: globalId("image", of().imageIds[0]!) };
    const statistic = api.query<{ comparison?: unknown }>(document, variables).then(note("statistic"));
    const health = api.get("/healthz").then(note("health"));
    const [answer, response] = await Promise.all([statistic, health, busy]);
    expect((response as Response).ok).toBe(true);
    expect(JSON.stringify(answer)).not.toContain("message");
    expect(order).toEqual(["health", "thread", "statistic"]);
  });
}
