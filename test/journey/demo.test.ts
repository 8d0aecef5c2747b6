import { expect, test } from "vitest";
import { askGraphql } from "../product.ts";
import { setStage } from "./stage.ts";

const stage = setStage({ demo: true });

// A new person's first minutes, in order: each test begins where the one before ended.

test("a fresh atlas explains its demo by itself, and the tour is offered while it does", async () => {
  const { page, complaints } = stage.visit;
  await page.goto("/");
  await page.getByTestId("take-tour").click({ timeout: 120_000 });
  await page.getByTestId("tour").waitFor();
  expect(new URL(page.url()).searchParams.get("tour")).toBe("1");
  expect(complaints).toEqual([]);
});

test("each of the tour's seven stops stands on its page and says what this machine's maps show", async () => {
  const { page, complaints } = stage.visit;
  const titles = new Set<string>();
  for (let stop = 1; stop <= 7; stop++) {
    const card = page.getByTestId("tour");
    await page.locator(`[data-testid="tour"]:has-text("stop ${stop} of 7")`).waitFor();
    titles.add((await card.getByRole("heading").first().textContent()) ?? "");
    // Computed while we look: the page says it when it is there.
    const finding = page.locator('[data-testid="tour-finding"]:not([data-waiting])');
    await finding.waitFor({ timeout: 200_000 });
    expect(await finding.textContent()).toMatch(/\w/);
    if (stop < 7) await page.getByTestId("tour-next").click();
  }
  expect(titles.size).toBe(7);
  await page.getByTestId("tour-finish").click();
  await page.getByTestId("demo-line").waitFor();
  expect(complaints).toEqual([]);
});

test("the demo is removed with one click and its confirmation, and can be loaded again", async () => {
  const { page, complaints } = stage.visit;
  await page.getByTestId("remove-demo").click();
  await page.getByTestId("confirm-remove-demo").click();
  await page.getByTestId("load-demo").waitFor();
  expect(await askGraphql(stage.product.address, "{ atlas { modelCount imageCount runCount heatmapCount } }")).toEqual({
    atlas: { modelCount: 0, imageCount: 0, runCount: 0, heatmapCount: 0 },
  });
  await page.getByTestId("load-demo").click();
  await page.getByTestId("take-tour").waitFor({ timeout: 120_000 });
  expect(complaints).toEqual([]);
});
