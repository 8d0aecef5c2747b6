import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { makeIfChanged } from "../../apps/launcher/sources.ts";
import { makeDataFolder } from "./temporary-folder.ts";

let root: string;
let made: number;
const product = { stamp: "out/.stamp", sources: ["src", "config.json"] };
const make = () => makeIfChanged(root, product, async () => void made++);

beforeEach(async () => {
  root = (await makeDataFolder()).path;
  made = 0;
  await mkdir(join(root, "src/deep/generated"), { recursive: true });
  await writeFile(join(root, "src/deep/a.ts"), "a");
  await writeFile(join(root, "config.json"), "{}");
  await make();
  expect(made).toBe(1);
  return () => rm(root, { recursive: true });
});

test("nothing is made again while the sources are the same bytes", async () => {
  await writeFile(join(root, "src/deep/a.ts"), "a");
  await make();
  expect(made).toBe(1);
});

test("what tools write among the sources does not count", async () => {
  await writeFile(join(root, "src/deep/generated/client.ts"), "generated");
  await make();
  expect(made).toBe(1);
});

test.each([
  ["a changed file", () => writeFile(join(root, "src/deep/a.ts"), "b")],
  ["a new file", () => writeFile(join(root, "src/b.ts"), "")],
  ["a removed file", () => rm(join(root, "src/deep/a.ts"))],
  ["a changed single file", () => writeFile(join(root, "config.json"), "[]")],
  ["a product that was removed", () => rm(join(root, "out"), { recursive: true })],
])("%s makes it again", async (_, change) => {
  await change();
  await make();
  expect(made).toBe(2);
});

test("a make that fails is made again, also when the sources return to what they were", async () => {
  await writeFile(join(root, "config.json"), "[]");
  const failing = makeIfChanged(root, product, () => Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
  await writeFile(join(root, "config.json"), "{}");
  await make();
  expect(made).toBe(2);
});
