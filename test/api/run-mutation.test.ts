import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Api, globalId, openApi } from "./api.ts";
import { type Atlas, addImages, addModel, openAtlas } from "./atlas.ts";
import { finishAll } from "./hands.ts";

let atlas: Atlas;
let api: Api;
let modelIds: string[];
let imageIds: string[];
beforeAll(async () => {
  atlas = await openAtlas();
  api = await openApi(atlas);
  modelIds = [globalId("model", await addModel(atlas, "conv_relu"))];
  imageIds = (await addImages(atlas, 2)).map((id) => globalId("image", id));
});
afterAll(async () => {
  await api.close();
  await atlas.close();
});

interface Result {
  __typename: string;
  id: string;
  status: string;
  message: string;
  field: string | null;
}

const create = async (input: Record<string, unknown>, by = api) => {
  const document = `mutation ($input: CreateRunInput!) {
    createRun(input: $input) {
      __typename
      ... on Run { id name status view targetPolicy imageCount models { name } methods { method { slug } parameters } }
      ... on Error { code message }
      ... on InputError { field }
    }
  }`;
  return (await by.query<{ createRun: Result }>(document, { input })).createRun;
};

const move = async (name: "startRun" | "cancelRun" | "retryRun", id: string) => {
  const document = `mutation ($id: ID!) {
    ${name}(id: $id) { __typename ... on Run { id status } ... on Error { code message } }
  }`;
  return (await api.query<Record<string, Result>>(document, { id }))[name]!;
};

const methods = [{ slug: "vanilla" }];
const runsKept = async () => (await atlas.sql`select count(*)::int as count from run`)[0]!.count;

test("a layer that one of the models lacks is refused when the run is made, with the names near it", async () => {
  const other = globalId("model", await addModel(atlas, "residual"));
  const before = await runsKept();
  const layer = "/cam/Relu_output_0";
  const asked = (given: string) => ({
    modelIds: [modelIds[0], other],
    imageIds,
    methods: [{ slug: "grad-cam", parameters: { layer: given } }],
  });
  const refused = await create(asked(layer));
  expect(refused).toMatchObject({ __typename: "InputError", code: "no-such-layer", field: "methods" });
  expect(refused.message).toMatch(
    /^"residual" has no tensor "\/cam\/Relu_output_0" for Grad-CAM to look at \(near names: "\/cam\/r1\/Relu_output_0", .*\.$/,
  );
  expect((await create({ ...asked(layer), modelIds })).__typename).toBe("Run");
  const unknown = await create({ ...asked("x"), methods: [{ slug: "astrology", parameters: { layer: "x" } }] });
  expect(unknown.message).toContain('"astrology"');
  expect(await runsKept()).toBe(before + 1);
});

test("layers are looked for once in each model, however many are named, and only for a run that may be as large", async () => {
  let admissions = 0;
  const counting = await openApi(atlas, {
    admit: (path, options) => {
      admissions++;
      return api.services.admit(path, options);
    },
  });
  const layers = ["/cam/Relu_output_0", "/body/body.1/Relu_output_0"];
  const asked = (names: string[], images = imageIds) => ({
    modelIds,
    imageIds: images,
    methods: names.map((layer) => ({ slug: "grad-cam", parameters: { layer } })),
  });
  const many = Array.from({ length: 101 }, (_, i) => `layer ${i}`);
  const missing = await create(asked(many), counting);
  expect(missing).toMatchObject({ __typename: "InputError", field: "methods" });
  expect(missing.message).toBe(
    "The run's methods name 101 layers, and the limit is 100: split its methods over several runs.",
  );
  expect((await create(asked(layers, []), counting)).message).toMatch(/needs at least one image/);
  const strangers = Array.from({ length: 5_001 }, (_, i) =>
    globalId("image", `00000000-0000-7000-8000-${String(i).padStart(12, "0")}`),
  );
  expect((await create(asked(many.slice(1), strangers), counting)).message).toBe(
    "The run would have 500,100 heat maps, and the limit is 500,000: split its images over several runs.",
  );
  expect(admissions).toBe(0);
  expect((await create(asked(layers), counting)).__typename).toBe("Run");
  expect(admissions).toBe(1);
  expect((await create(asked([...layers, "/cam/Rel"]), counting)).message).toContain('has no tensor "/cam/Rel" for');
  expect(admissions).toBe(2);
  await counting.close();
});

test("a run is created as a draft of what was chosen, in its order", async () => {
  const run = await create({
    name: "First",
    modelIds,
    imageIds: [imageIds[1], imageIds[0]],
    methods: [{ slug: "grad-cam" }, { slug: "vanilla", parameters: {} }],
    view: "whole",
  });
  expect(run).toMatchObject({
    __typename: "Run",
    name: "First",
    status: "draft",
    view: "whole",
    targetPolicy: "predicted",
    imageCount: 2,
    models: [{ name: "conv_relu" }],
    methods: [{ method: { slug: "grad-cam" } }, { method: { slug: "vanilla" } }],
  });
  const { run: again } = await api.query<{ run: { images: { edges: { node: { image: { id: string } } }[] } } }>(
    "query ($id: ID!) { run(id: $id) { images { edges { node { image { id } } } } } }",
    { id: run.id },
  );
  expect(again.images.edges.map(({ node }) => node.image.id)).toEqual([imageIds[1], imageIds[0]]);
});

test("a run starts once, can be cancelled, and goes on when it is retried", async () => {
  const { id } = await create({ modelIds, imageIds, methods });
  expect(await move("startRun", id)).toMatchObject({ __typename: "Run", status: "queued" });
  const again = await move("startRun", id);
  expect(again).toMatchObject({ __typename: "StateError", code: "wrong-state" });
  expect(again.message).toMatch(/^The run .* is queued: only .*\.$/);
  expect(await move("cancelRun", id)).toMatchObject({ status: "cancelled" });
  expect(await move("retryRun", id)).toMatchObject({ status: "queued" });
  await finishAll(atlas);
  expect(await move("cancelRun", id)).toMatchObject({ __typename: "StateError" });
});

describe("a run that cannot be", () => {
  const noId = "00000000-0000-7000-8000-000000000000";

  test.each<[string, () => Record<string, unknown>, string, RegExp]>([
    ["without images", () => ({ imageIds: [] }), "InputError", /needs at least one image/],
    ["without models", () => ({ modelIds: [] }), "InputError", /needs at least one model/],
    ["without methods", () => ({ methods: [] }), "InputError", /needs at least one method/],
    ["of an unknown method", () => ({ methods: [{ slug: "magic" }] }), "InputError", /magic/],
    [
      "of parameters that are no object",
      () => ({ methods: [{ slug: "vanilla", parameters: [1] }] }),
      "InputError",
      /an object/,
    ],
    ["of a model that is not there", () => ({ modelIds: [globalId("model", noId)] }), "NotFoundError", /no model/],
    [
      "of an image that is a model",
      () => ({ imageIds: modelIds }),
      "InputError",
      /is the id of a model; an image is wanted here/,
    ],
    ["of an id that is none", () => ({ imageSetId: "mine" }), "InputError", /"mine" is not an id/],
    ["of a fixed class without it", () => ({ targetPolicy: "fixed" }), "InputError", /fixed/],
    ["of the truth where none is known", () => ({ targetPolicy: "truth" }), "InputError", /true class/],
  ])("%s is refused in a sentence, and nothing is written", async (_, wrong, type, message) => {
    const before = await runsKept();
    const result = await create({ modelIds, imageIds, methods, ...wrong() });
    expect(result.__typename).toBe(type);
    expect(result.message).toMatch(message);
    expect(result.message).toMatch(/^[^\n]+\.$/);
    expect(await runsKept()).toBe(before);
  });
});

test("a run that is not there cannot be moved", async () => {
  const id = globalId("run", "00000000-0000-7000-8000-000000000000");
  for (const name of ["startRun", "cancelRun", "retryRun"] as const) {
    expect(await move(name, id)).toMatchObject({ __typename: "NotFoundError", code: "not-found" });
  }
});
