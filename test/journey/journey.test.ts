import { join } from "node:path";
import type { Locator } from "@playwright/test";
import { expect, test } from "vitest";
import { drawPictures, labels, makeBadModels, makeModels, nets } from "./files.ts";
import { setStage } from "./stage.ts";

const modelCount = Object.keys(nets).length;
const imageCount = 3;

const stage = setStage();

const patience = { timeout: 30_000 };

/** What an <img> is to us; the tests' types have no DOM. */
interface Picture {
  loading: string;
  readonly naturalWidth: number;
  decode(): Promise<void>;
}

/** Whether the browser could load and draw each of the pictures. */
const decoded = (images: Locator) =>
  images.evaluateAll(async (all) => {
    const drawn = all as unknown as Picture[];
    for (const image of drawn) image.loading = "eager";
    await Promise.all(drawn.map((image) => image.decode().catch(() => {})));
    return drawn.map((image) => image.naturalWidth > 0);
  });

// One person's way through the product, in order: each test begins where the one before ended.

test("an empty atlas opens on its first steps", async () => {
  const { page, complaints } = stage.visit;
  await page.goto("/");
  await page.getByTestId("first-run").waitFor();
  expect(complaints).toEqual([]);
});

test("a file that is no model is refused with its reason, and leaves nothing behind", async () => {
  const { page, complaints } = stage.visit;
  const { text, truncated } = await makeBadModels(join(stage.files, "bad"));
  await page.getByTestId("model-drop-input").setInputFiles([text, truncated]);
  for (const name of ["notes.onnx", "half.onnx"]) {
    const line = page.getByTestId("upload-line").filter({ hasText: name });
    const reason = await line.getByRole("alert").textContent();
    expect(reason).toMatch(/^[^\n]{20,200}\.$/);
    await line.getByRole("button").click();
  }
  // The browser notes each refusal, as it must.
  const refusals = complaints.splice(0);
  expect(
    refusals.filter((line) => !/^4\d\d \/p\/default\/model$|^console: Failed to load resource/.test(line)),
  ).toEqual([]);
  await page.goto("/model");
  await page.getByText("No models yet").waitFor();
  expect(complaints).toEqual([]);
});

test("models dropped with their side files, and with their data, are added with the facts that these give", async () => {
  const { page, complaints } = stage.visit;
  await page.getByTestId("model-drop-input").setInputFiles(await makeModels(join(stage.files, "models")));
  await page
    .getByTestId("model-added")
    .nth(modelCount - 1)
    .waitFor();
  await page
    .getByTestId("model-row")
    .nth(modelCount - 1)
    .waitFor();
  const rows = await page.getByTestId("model-row").allTextContents();
  for (const [name, { family }] of Object.entries(nets)) {
    expect(rows.filter((row) => row.includes(name) && row.includes(family))).toHaveLength(1);
  }
  expect(complaints).toEqual([]);
});

test("photographs are added to a set and appear in the gallery", async () => {
  const { page, complaints } = stage.visit;
  await page.getByRole("link", { name: "Images" }).click();
  await page.getByTestId("image-drop-input").setInputFiles(await drawPictures(join(stage.files, "pictures")));
  await page.getByTestId("upload-images").click();
  await page.getByTestId("images-added").waitFor();
  await page
    .getByTestId("gallery-image")
    .nth(imageCount - 1)
    .waitFor();
  expect(await decoded(page.getByTestId("gallery-image").locator("img"))).toEqual([true, true, true]);
  expect(complaints).toEqual([]);
});

test("a run is made, its progress is seen live, and it ends with every map and tree", async () => {
  const { page, complaints } = stage.visit;
  await page.goto("/run/new");
  await page.getByTestId("new-run-form").waitFor();
  expect(await page.getByTestId("plan-size").textContent()).toContain(`${modelCount * imageCount * 2} maps`);
  await page.getByTestId("start-run").click();
  await page.getByTestId("run-status").waitFor();
  // Nothing reloads the page: what it says from here on was pushed to it.
  await page.getByTestId("run-status").filter({ hasText: "done" }).waitFor({ timeout: 120_000 });
  expect(await page.getByTestId("run-sentence").textContent()).toContain(String(modelCount * imageCount * 2));
  expect(complaints).toEqual([]);
});

test("the grid shows each model's map over each photograph, with its class and probability", async () => {
  const { page, complaints } = stage.visit;
  await page.getByTestId("open-grid").click();
  await page
    .getByTestId("grid-row")
    .nth(imageCount - 1)
    .waitFor();
  const cells = page.getByTestId("grid-cell");
  await cells.nth(modelCount * imageCount - 1).waitFor();
  expect(await cells.count()).toBe(modelCount * imageCount);
  for (const text of await cells.allTextContents()) {
    expect(labels.some((label) => text.includes(label))).toBe(true);
    expect(text).toMatch(/[01]?\.\d\d|\d\s?%/);
  }
  const pictures = await decoded(cells.locator("img"));
  expect(pictures).toHaveLength(2 * modelCount * imageCount);
  expect(pictures).not.toContain(false);
  expect(complaints).toEqual([]);
});

test("a cluster is a dendrogram with every model's map at its leaves, beside the similarities", async () => {
  const { page, complaints } = stage.visit;
  await page.getByRole("link", { name: "Clusters", exact: true }).click();
  await page.getByTestId("dendrogram").waitFor();
  await page
    .getByTestId("tree-leaf")
    .nth(modelCount - 1)
    .waitFor();
  const leaves = await page.getByTestId("tree-leaf").allTextContents();
  expect(Object.keys(nets).filter((name) => leaves.some((leaf) => leaf.includes(name)))).toEqual(Object.keys(nets));
  const thumbnails = await decoded(page.getByTestId("tree-leaf").locator("img"));
  expect(thumbnails.length).toBeGreaterThanOrEqual(modelCount);
  expect(thumbnails).not.toContain(false);
  expect(await page.getByTestId("dendrogram").locator("path").count()).toBeGreaterThanOrEqual(modelCount - 1);
  await page.getByTestId("similarity-matrix").waitFor();
  expect(await page.getByTestId("finding").textContent()).toMatch(/\w+ .+/);
  expect(complaints).toEqual([]);
});

test("the consensus counts the trees that have a cluster, and walks through the maps of just these images", async () => {
  const { page, complaints } = stage.visit;
  await page.getByTestId("show-tabs").getByText("Consensus").click();
  await page.getByTestId("consensus-tree").waitFor();
  expect(await page.getByTestId("consensus-tree").getByTestId("tree-leaf").count()).toBe(modelCount);
  const support = page.getByTestId("clade-support").last();
  const share = Number.parseInt((await support.textContent())!, 10);
  expect(share).toBeGreaterThan(50);
  await support.click();
  const held = Math.round((share / 100) * imageCount);
  await page.getByRole("heading", { name: `The ${held} images with this cluster` }).waitFor();
  const trees = page.getByTestId("small-tree");
  expect(await trees.and(page.getByLabel("has the cluster")).count()).toBe(held);
  expect(await trees.and(page.getByLabel("has it not")).count()).toBe(imageCount - held);
  const first = await page.getByTestId("tree-leaf").first().locator("img").last().getAttribute("src");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => trees.nth(1).getAttribute("aria-current"), patience).toBe("true");
  const map = page.getByTestId("tree-leaf").first().locator("img").last();
  await expect.poll(() => map.getAttribute("src"), patience).not.toBe(first);
  await expect.poll(() => new URL(page.url()).searchParams.get("image"), patience).not.toBeNull();
  await trees.first().click();
  await expect.poll(() => map.getAttribute("src"), patience).toBe(first);
  await page.getByTestId("count-pattern").click();
  await page
    .getByTestId("pattern-count")
    .filter({ hasText: `${held} of ${imageCount}` })
    .waitFor();
  expect(complaints).toEqual([]);
});

test("an image leads to the runs that explain it, to its maps and its tree in each", async () => {
  const { page, complaints } = stage.visit;
  await page.goto("/image");
  await page.getByTestId("gallery-image").nth(1).click();
  const runs = page.getByTestId("image-runs");
  await runs.getByRole("link", { name: "maps" }).click();
  await page.getByTestId("grid-cell").first().waitFor();
  const image = new URL(page.url()).searchParams.get("image");
  expect(image).not.toBeNull();
  await page.goto("/image");
  await page.getByTestId("gallery-image").nth(1).click();
  await runs.getByRole("link", { name: "tree" }).click();
  await page.getByTestId("dendrogram").waitFor();
  expect(new URL(page.url()).searchParams.get("image")).toBe(image);
  expect(complaints).toEqual([]);
});

test("a model that is here already is recognised by its bytes", async () => {
  const { page, complaints } = stage.visit;
  await page.goto("/model");
  await page.getByTestId("model-drop-input").setInputFiles([join(stage.files, "models/residual.onnx")]);
  await page.getByTestId("upload-line").filter({ hasText: "already here as residual" }).waitFor();
  expect(await page.getByTestId("model-row").count()).toBe(modelCount);
  expect(complaints).toEqual([]);
});
