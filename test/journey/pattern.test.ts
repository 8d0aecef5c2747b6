import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { makeRun } from "./pattern-run.ts";
import { setStage } from "./stage.ts";

const imageCount = 3;

const stage = setStage();

// One person's way through the page, in order: each test begins where the one before ended.

test("without a run of two models the page says what a pattern needs; with one it counts what its trees show", async () => {
  const { page, complaints } = stage.visit;
  await page.goto("/pattern");
  await page.getByRole("heading", { name: "A pattern needs a run of two models" }).waitFor();
  await makeRun(stage.product.address, stage.files);
  await page.reload();
  await page
    .getByTestId("pattern-count")
    .filter({ hasText: `of ${imageCount}` })
    .waitFor();
  await page.getByText(/least likely by chance, which its p does not allow for/).waitFor();
  expect(complaints).toEqual([]);
});

test("a sentence is written with completion, and what cannot be read is answered by what can be said", async () => {
  const { page, complaints } = stage.visit;
  await page.getByTestId("pattern-as-text").click();
  const text = page.getByTestId("pattern-text");
  await text.fill("Eel joins last");
  await page.keyboard.press("Enter");
  await page
    .getByTestId("pattern-problem")
    .filter({ hasText: /^No model is called Eel; .*inception/ })
    .waitFor();
  await text.fill("");
  await text.pressSequentially("inc");
  await page.getByTestId("completion").filter({ hasText: "inception" }).waitFor();
  await page.keyboard.press("Tab");
  await text.pressSequentially("joins l");
  await page.keyboard.press("Tab");
  expect(await text.inputValue()).toBe("inception joins last ");
  await page.keyboard.press("Enter");
  await page.getByTestId("pattern-leaf").waitFor();
  expect(await page.getByTestId("pattern-predicate").inputValue()).toBe("joinsLast");
  expect(complaints).toEqual([]);
});

test("a word of the sentence that changes is counted at once, with interval, chance and p", async () => {
  const { page, complaints } = stage.visit;
  await page.getByTestId("pattern-predicate").selectOption({ label: "does not join last" });
  const figure = page.getByRole("region", { name: "The count" });
  await figure.filter({ hasText: "inception does not join last" }).waitFor();
  const denied = Number.parseInt((await page.getByTestId("pattern-count").textContent())!, 10);
  await page.getByTestId("pattern-predicate").selectOption({ label: "joins last" });
  await figure.filter({ hasText: "inception joins last" }).waitFor();
  const held = Number.parseInt((await page.getByTestId("pattern-count").textContent())!, 10);
  expect(held + denied).toBe(imageCount);
  expect(await figure.textContent()).toMatch(/\d %.* to .*\d % of such images \(Wilson, 95 %\)/);
  // One of six pairs is the last: 2/(n(n−1)).
  expect(await figure.textContent()).toMatch(/17 % of images/);
  expect(await page.getByTestId("interval-row").count()).toBe(2);
  const download = page.waitForEvent("download");
  await page.getByTestId("pattern-csv").click();
  const rows = (await readFile(await (await download).path(), "utf8")).trimEnd().split("\r\n");
  expect(rows[0]).toBe("image,name,class,run,method,holds");
  expect(rows.filter((line) => line.endsWith(",yes"))).toHaveLength(held);
  expect(rows.filter((line) => line.endsWith(",no"))).toHaveLength(denied);
  await page.getByTestId("support-tree").waitFor();
  expect(complaints).toEqual([]);
});

test("images with maps worth doubting are left out, and counted again", async () => {
  const { page, complaints } = stage.visit;
  const count = page.getByTestId("pattern-count");
  const figure = page.getByRole("region", { name: "The count" });
  await page.getByTestId("pattern-without").selectOption({ label: "constant maps" });
  await page.getByText("without constant maps").waitFor();
  expect(new URL(page.url()).searchParams.get("without")).toBe("constant");
  await page.getByTestId("pattern-without").selectOption({ label: "any maps worth doubting" });
  await page.getByText("without maps worth doubting").waitFor();
  const told = async () => {
    const n = Number((await count.textContent())!.split(" of ")[1] ?? 0);
    const out = Number(/(\d+) left out/.exec((await figure.textContent())!)?.[1] ?? 0);
    return n + out;
  };
  await expect.poll(told, { timeout: 30_000 }).toBe(imageCount);
  await page.getByRole("button", { name: "Count images with any maps" }).click();
  await count.filter({ hasText: `of ${imageCount}` }).waitFor();
  expect(new URL(page.url()).searchParams.get("without")).toBeNull();
  expect(complaints).toEqual([]);
});

test("a rating is asked for in words, and what nobody rated cannot be judged", async () => {
  const { page, complaints } = stage.visit;
  await page.getByTestId("pattern-predicate").selectOption({ label: "is rated" });
  await page.getByTestId("pattern-rating").selectOption("4");
  const figure = page.getByRole("region", { name: "The count" });
  await figure.filter({ hasText: `inception is rated above 4` }).waitFor();
  expect(await figure.textContent()).toContain(`${imageCount} that cannot be judged (no ratings)`);
  await page.getByTestId("pattern-predicate").selectOption({ label: "joins last" });
  await figure.filter({ hasText: "inception joins last" }).waitFor();
  expect(complaints).toEqual([]);
});

test("a picture against it opens that picture's tree", async () => {
  const { page, complaints } = stage.visit;
  const label = (await page.getByTestId("pattern-count").textContent())!.startsWith("0")
    ? "joins last"
    : "does not join last";
  await page.getByTestId("pattern-predicate").selectOption({ label });
  const picture = page.getByTestId("pattern-against").first();
  const title = await picture.getAttribute("title");
  await picture.click();
  await page.getByTestId("dendrogram").waitFor();
  expect(title).toMatch(/: its tree$/);
  expect(new URL(page.url()).searchParams.get("image")).not.toBeNull();
  await page.goBack();
  await page.getByTestId("pattern-count").waitFor();
  expect(complaints).toEqual([]);
});

test("it is saved, renamed and commented, and a comment of one's own is taken back", async () => {
  const { page, complaints } = stage.visit;
  await page.getByTestId("pattern-leaves").selectOption("architectures");
  await page.getByTestId("pattern-save").click();
  await page
    .getByTestId("saved-about")
    .filter({ hasText: /about models, not architectures: this one about those of Elements/ })
    .waitFor();
  await page.getByTestId("pattern-name").fill("Inception alone");
  await page.keyboard.press("Enter");
  const then = page.getByTestId("then-and-now").filter({ hasText: `of ${imageCount} images; nothing has changed it` });
  await then.waitFor();
  await page.getByTestId("pattern-leaves").selectOption("models");
  await then.waitFor();
  await page.getByTestId("pattern-rename").click();
  await page.getByTestId("pattern-new-name").fill("Inception stands apart");
  await page.keyboard.press("Enter");
  await page.getByTestId("saved-pattern").filter({ hasText: "Inception stands apart" }).waitFor();
  const comments = page.getByTestId("comment");
  for (const text of ["Also under average linkage?", "Never mind."]) {
    await page.getByLabel("Your name").fill("Ada");
    await page.getByLabel("Comment", { exact: true }).fill(text);
    await page.getByTestId("comment-add").click();
    await comments.filter({ hasText: text }).waitFor();
  }
  await comments.filter({ hasText: "Never mind." }).getByRole("button", { name: "Remove" }).click();
  await page.getByTestId("saved-pattern").filter({ hasText: "1 comment" }).waitFor();
  expect(await comments.allTextContents()).toEqual([expect.stringMatching(/^Ada .*Also under average linkage\?$/)]);
  expect(complaints).toEqual([]);
});

test("the atlas shows what was saved, as it counts now, and leads back to it", async () => {
  const { page, complaints } = stage.visit;
  await page.goto("/");
  const card = page.getByTestId("saved-card").filter({ hasText: "Inception stands apart" });
  // It joins last on one tree in six, or does not on five: whichever some picture was against.
  await card.filter({ hasText: new RegExp(`\\d of ${imageCount} by Grad-CAM; by chance on (17|83)\\s%`) }).waitFor();
  await card.click();
  await page.getByTestId("saved-name").filter({ hasText: "Inception stands apart" }).waitFor();
  expect(complaints).toEqual([]);
});

test("discovery lists what could be chance and what stands out, and each can be counted", async () => {
  const { page, complaints } = stage.visit;
  await page.getByTestId("pattern-discover").click();
  await page.getByTestId("discover-support").selectOption({ label: "any image" });
  const found = page.getByTestId("discovered-pattern");
  await found.first().waitFor();
  await page
    .getByTestId("discover-summary")
    .filter({ hasText: /^(None|\d+) of \d+ possible patterns stands? out on 3 images by .*5 % .*Benjamini–Hochberg/ })
    .waitFor();
  const [sentence, k] = (await found.last().textContent())!.split(/(\d+) \/ \d+/) as [string, string];
  await found.last().click();
  const figure = page.getByRole("region", { name: "The count" });
  await figure.filter({ hasText: `images on which ${sentence}` }).waitFor();
  expect(await page.getByTestId("pattern-count").textContent()).toBe(`${k} of ${imageCount}`);
  expect(complaints).toEqual([]);
});

test("an archived pattern leaves the list, and comes back from it with its comments", async () => {
  const { page, complaints } = stage.visit;
  await page.getByTestId("pattern-discover").click();
  await page.getByTestId("saved-pattern").click();
  await page.getByTestId("pattern-archive").click();
  await page.getByText("Nothing yet.").waitFor();
  await page.getByTestId("show-archived").click();
  await page.getByTestId("archived-pattern").filter({ hasText: "Inception stands apart" }).getByRole("button").click();
  await page.getByText("Nothing is archived.").waitFor();
  await page.getByRole("button", { name: "Saved" }).click();
  await page.getByTestId("saved-pattern").filter({ hasText: "1 comment" }).waitFor();
  expect(complaints).toEqual([]);
});
