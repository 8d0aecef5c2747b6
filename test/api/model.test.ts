import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { tinyClassifier } from "../engine/tiny-model.ts";
import { type Api, goldenNet, openApi } from "./api.ts";
import { type Atlas, openAtlas } from "./atlas.ts";

let atlas: Atlas;
let api: Api;
beforeAll(async () => {
  atlas = await openAtlas();
  api = await openApi(atlas);
});
beforeEach(() => atlas.sql`truncate upload, model, label_set cascade`);
afterAll(async () => {
  await api.close();
  await atlas.close();
});

const mutation = `mutation ($input: CreateModelInput!) {
  createModel(input: $input) {
    __typename
    ... on Model {
      id name family inputWidth inputHeight mean std standardise channelOrder cropShare classCount targetLayer
      targetGridWidth targetGridHeight opset labelSet { id name labels }
    }
    ... on Error { code message }
    ... on InputError { field }
    ... on ExistsError { existing }
  }
}`;

interface Result {
  __typename: string;
  id: string;
  message: string;
  field: string;
  existing: string;
  labelSet: { id: string; name: string };
}

const uploaded = async (bytes: Uint8Array) => {
  const answer = (await (await api.upload("model", bytes, { name: "net.onnx" })).json()) as { upload: { id: string } };
  return answer.upload.id;
};

const create = async (input: Record<string, unknown>) =>
  (await api.query<{ createModel: Result }>(mutation, { input })).createModel;

const labels = (count: number) => Array.from({ length: count }, (_, i) => `class ${i}`);

const facts = {
  name: "A net",
  family: "ResNet",
  mean: [123.675, 116.28, 103.53],
  std: [58.395, 57.12, 57.375],
  labelSet: { labels: { name: "six", labels: labels(6) } },
};

/** A classifier of 4 classes that takes pictures of any size. */
const freeSize = tinyClassifier([{ op: "Relu", inputs: ["image"], outputs: ["features"] }], 3, {
  inputs: { image: ["N", 3, "H", "W"] },
});

async function expectNoModel() {
  const [row] = await atlas.sql`
    select (select count(*) from model)::int as models, (select count(*) from label_set)::int as label_sets,
      (select count(*) from upload)::int as uploads`;
  expect(row).toEqual({ models: 0, labelSets: 0, uploads: 1 });
}

test("an upload and its facts make a model, and the upload is used up", async () => {
  const uploadId = await uploaded(await goldenNet("conv_relu"));
  const model = await create({ ...facts, uploadId });
  expect(model).toMatchObject({
    __typename: "Model",
    name: "A net",
    mean: facts.mean,
    std: facts.std,
    standardise: "fixed",
    channelOrder: "rgb",
    cropShare: 0.875,
    classCount: 6,
    labelSet: { name: "six", labels: labels(6) },
  });
  expect(await create({ ...facts, uploadId })).toMatchObject({ __typename: "NotFoundError" });
});

test("the same file again is answered with the model that it is", async () => {
  const bytes = await goldenNet("conv_relu");
  const { id } = await create({ ...facts, uploadId: await uploaded(bytes) });
  const response = await api.upload("model", bytes, { name: "again.onnx" });
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ existing: { id, name: "A net" } });
});

test("of two that make the same model at once, one makes it and the other is told which", async () => {
  const uploadId = await uploaded(await goldenNet("conv_relu"));
  const results = await Promise.all([create({ ...facts, uploadId }), create({ ...facts, uploadId })]);
  const made = results.find((each) => each.__typename === "Model")!;
  const other = results.find((each) => each.__typename !== "Model")!;
  // Whichever comes later finds either the model or no upload any more.
  expect(["ExistsError", "NotFoundError"]).toContain(other.__typename);
  if (other.__typename === "ExistsError") expect(other.existing).toBe(made.id);
});

test("models with the same labels share one label set, whatever it is called", async () => {
  const first = await create({ ...facts, uploadId: await uploaded(await goldenNet("conv_relu")) });
  const again = { labels: { name: "the same six", labels: labels(6) } };
  const second = await create({ ...facts, labelSet: again, uploadId: await uploaded(await goldenNet("concat_fire")) });
  expect(second.labelSet).toEqual(first.labelSet);
  const chosen = { id: first.labelSet.id };
  const third = await create({ ...facts, labelSet: chosen, uploadId: await uploaded(await goldenNet("maxpool_2x2")) });
  expect(third.labelSet).toEqual(first.labelSet);
});

test("a file that leaves its size free takes the one given, and the target layer's grid follows", async () => {
  const uploadId = await uploaded(freeSize);
  const labelSet = { labels: { name: "four", labels: labels(4) } };
  expect(await create({ ...facts, labelSet, uploadId })).toMatchObject({
    __typename: "InputError",
    field: "inputWidth",
  });
  const model = await create({ ...facts, labelSet, uploadId, inputWidth: 48, inputHeight: 32 });
  expect(model).toMatchObject({ inputWidth: 48, inputHeight: 32, targetGridWidth: 48, targetGridHeight: 32 });
});

test("pictures that are standardised one by one need neither mean nor std", async () => {
  const { mean: _, std: __, ...rest } = facts;
  const uploadId = await uploaded(await goldenNet("conv_relu"));
  expect(await create({ ...rest, uploadId, standardise: "per_image" })).toMatchObject({ standardise: "per_image" });
});

describe("facts that cannot be", () => {
  test.each([
    ["an empty name", { name: "  " }, "name", "The name is empty."],
    ["a name without end", { name: "n".repeat(201) }, "name", "The name has 201 characters; it can have 200."],
    ["an empty family", { family: "" }, "family", "The family is empty."],
    ["a mean of two numbers", { mean: [1, 2] }, "mean", /three numbers.*\[1, 2\]/],
    ["no mean", { mean: null }, "mean", /The mean is missing/],
    ["a std of 0", { std: [1, 0, 1] }, "std", /greater than 0.*\[1, 0, 1\]/],
    ["a crop share above 1", { cropShare: 1.2 }, "cropShare", /crop share is 1.2/],
    ["another size than the file's", { inputWidth: 500 }, "inputWidth", /fixes its input width at \d+ pixels; 500/],
    [
      "too few labels",
      { labelSet: { labels: { name: "few", labels: ["a"] } } },
      "labelSet",
      /6 classes.*has 1 label\.$/,
    ],
    [
      "an empty label",
      { labelSet: { labels: { name: "x", labels: ["", ...labels(5)] } } },
      "labelSet",
      /Label 0 is empty/,
    ],
  ])("%s is refused in a sentence, and nothing is written", async (_, wrong, field, message) => {
    const uploadId = await uploaded(await goldenNet("conv_relu"));
    const result = await create({ ...facts, ...wrong, uploadId });
    expect(result).toMatchObject({ __typename: "InputError", field });
    expect(result.message).toMatch(message);
    await expectNoModel();
  });

  test("a layer that the model does not have is refused by its name", async () => {
    const uploadId = await uploaded(await goldenNet("conv_relu"));
    const result = await create({ ...facts, targetLayer: "nowhere", uploadId });
    expect(result).toMatchObject({ __typename: "RefusedError", message: expect.stringContaining('"nowhere"') });
    await expectNoModel();
  });

  test("a label set that does not exist is not found", async () => {
    const id = "label-set:default:00000000-0000-7000-8000-000000000000";
    const uploadId = await uploaded(await goldenNet("conv_relu"));
    expect(await create({ ...facts, labelSet: { id }, uploadId })).toMatchObject({ __typename: "NotFoundError" });
    await expectNoModel();
  });
});

test("a model's own name for the layer that the CAMs look at is taken", async () => {
  const uploadId = await uploaded(
    tinyClassifier([
      { op: "Relu", inputs: ["image"], outputs: ["early"] },
      { op: "Relu", inputs: ["early"], outputs: ["features"] },
    ]),
  );
  const labelSet = { labels: { name: "four", labels: labels(4) } };
  expect(await create({ ...facts, labelSet, uploadId, targetLayer: "early" })).toMatchObject({ targetLayer: "early" });
});
