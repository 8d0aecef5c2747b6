import { methods } from "@heatlas/engine";
import { afterAll, beforeAll, expect, test } from "vitest";
import { InputError, NotFoundError } from "../../apps/api/errors.ts";
import { createRun, type NewRun } from "../../apps/api/run/create.ts";
import { type Atlas, addImages, addLabelSet, addModel, addTruth, openAtlas } from "./atlas.ts";

let atlas: Atlas;
let models: string[];
let images: string[];

beforeAll(async () => {
  atlas = await openAtlas();
  models = [await addModel(atlas, "bn_conv"), await addModel(atlas, "residual")];
  images = await addImages(atlas, 3);
});
afterAll(() => atlas.close());

const create = (input: Partial<NewRun>) =>
  createRun(atlas.sql, atlas.projectId, {
    modelIds: models,
    imageIds: images,
    methods: [{ slug: "vanilla" }, { slug: "grad-cam" }],
    ...input,
  });

const refusal = async (input: Partial<NewRun>) => {
  const before = await atlas.sql`select count(*)::int as runs from run`;
  const error = await create(input).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(await atlas.sql`select count(*)::int as runs from run`).toEqual(before);
  expect(error).toBeInstanceOf(Error);
  return error as Error;
};

test("a draft keeps models and images in the order given, without repeats", async () => {
  const id = await create({
    modelIds: [models[1]!, models[0]!, models[1]!],
    imageIds: [images[2]!, images[0]!, images[2]!],
  });
  const kept = await atlas.sql`
    select (select array_agg(model_id order by position) from run_model where run_id = ${id}) as models,
      (select array_agg(image_id order by position) from run_image where run_id = ${id}) as images,
      (select array_agg(method order by position) from run_method where run_id = ${id}) as methods,
      status, name, view, target_policy from run where id = ${id}`;
  expect(kept[0]).toEqual({
    models: [models[1], models[0]],
    images: [images[2], images[0]],
    methods: ["vanilla", "grad-cam"],
    status: "draft",
    name: "2 models × 2 images",
    view: "centre",
    targetPolicy: "predicted",
  });
});

test("an image set's images come after those named, each once", async () => {
  const { sql, projectId } = atlas;
  const [set] = await sql<{ id: string }[]>`
    insert into image_set (project_id, name) values (${projectId}, 'all') returning id`;
  await sql`insert into image_set_member select ${projectId}, ${set!.id}, id from image`;
  const id = await create({ imageIds: [images[1]!], imageSetId: set!.id });
  const rows = await sql<{ imageId: string }[]>`select image_id from run_image where run_id = ${id} order by position`;
  expect(rows.map((row) => row.imageId)).toEqual([images[1], images[0], images[2]]);
});

test("a run without images, models or methods is refused in a sentence", async () => {
  expect((await refusal({ imageIds: [] })).message).toBe(
    "A run needs at least one image: choose images, or an image set that has some.",
  );
  expect((await refusal({ modelIds: [] })).message).toBe("A run needs at least one model: choose some.");
  expect((await refusal({ methods: [] })).message).toBe("A run needs at least one method: choose some.");
});

test("an unknown method, an unknown parameter and a repeated method are refused", async () => {
  const unknown = await refusal({ methods: [{ slug: "astrology" }] });
  expect(unknown).toBeInstanceOf(InputError);
  expect(unknown.message).toContain('"astrology"');
  expect((await refusal({ methods: [{ slug: "vanilla", parameters: { moon: 1 } }] })).message).toContain('"moon"');
  expect((await refusal({ methods: [{ slug: "vanilla" }, { slug: "vanilla" }] })).message).toContain("twice");
});

test("parameters are written out, so that the same method is the same however it is asked for", async () => {
  const id = await create({ methods: [{ slug: "grad-cam" }, { slug: "vanilla", parameters: { reduction: "sum" } }] });
  const rows = await atlas.sql<{ parameters: unknown }[]>`
    select parameters from run_method where run_id = ${id} order by position`;
  expect(rows.map((row) => row.parameters)).toEqual([{ reduction: "none" }, { reduction: "sum" }]);
  const twice = [{ slug: "vanilla" }, { slug: "vanilla", parameters: { reduction: "abs-sum" } }];
  expect((await refusal({ methods: twice })).message).toContain("twice");
});

test("a layer that is named stays named; one that each model finds by itself is not the run's", async () => {
  const named = { layer: "/cam/Relu_output_0" };
  const id = await create({ modelIds: [models[0]!], methods: [{ slug: "grad-cam", parameters: named }] });
  const [row] = await atlas.sql`select parameters from run_method where run_id = ${id}`;
  expect(row!.parameters).toMatchObject(named);
});

test("a method that compares a picture with others gets the run's own as references, by hash, and needs two", async () => {
  const one = { methods: [{ slug: "expected-gradients" }], imageIds: images.slice(0, 1) };
  expect((await refusal(one)).message).toContain("choose at least 2 images");
  const id = await create({ methods: [{ slug: "expected-gradients" }] });
  const [row] = await atlas.sql`select parameters from run_method where run_id = ${id}`;
  const rows = await atlas.sql<{ sha256: Uint8Array }[]>`select sha256 from image where id = any(${images}::uuid[])`;
  const hashes = rows.map(({ sha256 }) => Buffer.from(sha256).toString("hex")).sort();
  expect(row!.parameters.references).toEqual(hashes);
  const unknown = { slug: "expected-gradients", parameters: { references: ["0".repeat(64), "f".repeat(64)] } };
  expect((await refusal({ methods: [unknown] })).message).toContain("not in the atlas");
});

test("every method on offer is taken", async () => {
  await create({ methods: methods.map(({ slug }) => ({ slug })) });
});

test("what another project has, or nobody, does not exist", async () => {
  const nobody = "01990000-0000-7000-8000-000000000000";
  expect(await refusal({ modelIds: [nobody] })).toBeInstanceOf(NotFoundError);
  expect(await refusal({ imageIds: [images[0]!, nobody] })).toBeInstanceOf(NotFoundError);
  expect(await refusal({ imageSetId: nobody })).toBeInstanceOf(NotFoundError);
  const [other] = await atlas.sql`insert into project (slug, name) values ('other', 'Other') returning id`;
  const error = await createRun(atlas.sql, other!.id, {
    modelIds: models,
    imageIds: images,
    methods: [{ slug: "vanilla" }],
  }).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(NotFoundError);
});

test("a fixed class has to exist in every model, and in one label set", async () => {
  expect((await refusal({ targetPolicy: "fixed" })).message).toContain("needs the index");
  expect((await refusal({ fixedClass: 1 })).message).toContain("leave one out");
  expect((await refusal({ targetPolicy: "fixed", fixedClass: 5 })).message).toBe(
    'Class 5 is out of range: "bn_conv" has the classes 0 to 4.',
  );
  expect((await refusal({ targetPolicy: "fixed", fixedClass: 1.5 })).message).toContain("whole number");
  const foreign = await addModel(atlas, "inception", "animals");
  expect((await refusal({ targetPolicy: "fixed", fixedClass: 1, modelIds: [models[0]!, foreign] })).message).toContain(
    "2 label sets (shapes, animals)",
  );
  await expect(create({ targetPolicy: "fixed", fixedClass: 4 })).resolves.toBeTypeOf("string");
});

test("explaining the truth wants a true class of every image, and says how many lack one", async () => {
  const labelSet = await addLabelSet(atlas, "shapes", 5);
  await addTruth(atlas, images[1]!, labelSet, 2);
  expect((await refusal({ targetPolicy: "truth" })).message).toBe(
    '2 of 3 images have no true class in shapes (the first is "picture 0"): give them one, leave them out, or explain each model\'s predicted class.',
  );
  await expect(create({ targetPolicy: "truth", imageIds: [images[1]!] })).resolves.toBeTypeOf("string");
});
