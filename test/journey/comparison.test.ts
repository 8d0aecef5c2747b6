import { join } from "node:path";
import { expect, test } from "vitest";
import { drawPictures, makeModels, nets } from "./files.ts";
import { setStage } from "./stage.ts";

const modelCount = Object.keys(nets).length;
const imageCount = 3;

const stage = setStage();

// One person's way from a run to its comparisons, in order: each test begins where the one before ended.

test("without a run the comparison says what it needs", async () => {
  const { page, complaints } = stage.visit;
  await page.goto("/comparison");
  await page.getByTestId("empty").filter({ hasText: "Nothing to compare yet" }).waitFor();
  expect(complaints).toEqual([]);
});

test("a run of all models by two methods ends with its trees", async () => {
  const { page, complaints } = stage.visit;
  await page.goto("/model");
  await page.getByTestId("model-drop-input").setInputFiles(await makeModels(join(stage.files, "models")));
  await page
    .getByTestId("model-added")
    .nth(modelCount - 1)
    .waitFor();
  await page.goto("/image");
  await page.getByTestId("image-drop-input").setInputFiles(await drawPictures(join(stage.files, "pictures")));
  await page.getByTestId("upload-images").click();
  await page.getByTestId("images-added").waitFor();
  await page.goto("/run/new");
  await page.getByTestId("start-run").click();
  await page.getByTestId("run-status").filter({ hasText: "done" }).waitFor({ timeout: 120_000 });
  expect(complaints).toEqual([]);
});

test("a setting that is not computed is offered, computed with its progress seen, and shown", async () => {
  const { page, complaints } = stage.visit;
  await page.getByTestId("open-clusters").click();
  await page.getByTestId("dendrogram").waitFor();
  await page.getByTestId("setting-linkage").selectOption("average");
  await page.getByTestId("compute-setting").click();
  await page.getByTestId("dendrogram").waitFor({ timeout: 120_000 });
  expect(page.url()).toContain("setting=");
  expect(await page.getByText(/merge height \(average, /).count()).toBe(1);
  await page.getByTestId("small-tree").nth(1).click();
  await page.getByTestId("dendrogram").waitFor();
  expect(page.url()).toContain("setting=");
  expect(complaints).toEqual([]);
});

test("whether an image's tree depends on the settings is told once all are computed", async () => {
  const { page, complaints } = stage.visit;
  const stability = page.getByTestId("stability");
  await stability.getByTestId("compute-all-settings").click();
  await stability
    .getByText(/\d+ of 24/)
    .first()
    .waitFor({ timeout: 240_000 });
  expect(await stability.locator("[data-state=missing]").count()).toBe(0);
  expect(await stability.locator("[data-state=same], [data-state=other]").count()).toBe(24);
  expect(await stability.getByTestId("count-clade").count()).toBe(modelCount - 2);
  expect(complaints).toEqual([]);
});

test("the mean over the images has a tree of its own, with the support of its clades", async () => {
  const { page, complaints } = stage.visit;
  const image = page.url();
  await page.getByTestId("show-tabs").getByText(`Mean of ${imageCount}`).click();
  await page
    .getByTestId("finding")
    .filter({ hasText: `${imageCount} images on average` })
    .waitFor();
  expect(await page.getByTestId("tree-leaf").count()).toBe(modelCount);
  const support = await page.getByTestId("support").locator("tbody tr").allTextContents();
  expect(support).toHaveLength(modelCount - 2);
  for (const clade of support) expect(clade).toMatch(/\d %$/);
  await page.getByTestId("show-tabs").getByText("This image").click();
  await page.getByTestId("stability").waitFor();
  expect(page.url()).not.toContain("show=mean");
  await page.goto(image);
  await page.getByTestId("dendrogram").waitFor();
  expect(complaints).toEqual([]);
});

test("a clade leads to its count over the images", async () => {
  const { page, complaints } = stage.visit;
  await page.getByTestId("count-clade").first().click();
  await page.waitForURL(/\/pattern\?.*clade/);
  await page.goBack();
  await page.getByTestId("dendrogram").waitFor();
  expect(complaints).toEqual([]);
});

test("a tree stands beside that of the other method, with gamma for this image and over all", async () => {
  const { page, complaints } = stage.visit;
  await page.getByTestId("open-comparison").click();
  await page.getByTestId("tanglegram").waitFor();
  expect(await page.getByTestId("strand").count()).toBe(modelCount);
  expect(await page.getByTestId("gamma").textContent()).toMatch(/Baker's gamma −?(1\.00|\.\d\d);.* of all 24 ways/);
  await page
    .getByTestId("gamma-sentence")
    .filter({ hasText: `gamma of ${imageCount} images` })
    .waitFor();
  expect(await page.getByTestId("agreement-table").locator("tbody tr").count()).toBe(modelCount - 2);
  await page.getByTestId("tangle-table").locator("summary").click();
  expect(await page.getByTestId("tangle-table").locator("tbody tr").count()).toBe(modelCount);
  expect(complaints).toEqual([]);
});

test("both sides are chosen from the page, to the mean over the images, and the address keeps them", async () => {
  const { page, complaints } = stage.visit;
  for (const side of ["a", "b"]) await page.getByTestId(`image-${side}`).selectOption("mean");
  await page.getByTestId("finding").filter({ hasText: "cluster" }).waitFor();
  await page.getByTestId("setting-linkage-b").selectOption("ward");
  const finding = await page.getByTestId("finding").textContent();
  await page.getByTestId("tanglegram").waitFor();
  await page.reload();
  await page.getByTestId("tanglegram").waitFor();
  expect(await page.getByTestId("image-a").inputValue()).toBe("mean");
  expect(finding).not.toBe("");
  const before = await page.getByTestId("method-a").inputValue();
  await page.keyboard.press("s");
  await expect.poll(() => page.getByTestId("method-b").inputValue()).toBe(before);
  expect(complaints).toEqual([]);
});

test("what cannot be compared says why", async () => {
  const { page, complaints } = stage.visit;
  await page.getByTestId("setting-measure-a").selectOption("hog");
  await page.getByTestId("empty").filter({ hasText: "not computed yet" }).waitFor();
  await page.getByTestId("compute-setting").waitFor();
  expect(complaints).toEqual([]);
});
