import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeFolder } from "../../apps/launcher/make-folder.ts";
import { makeDataFolder } from "./temporary-folder.ts";

test("a folder is made with all that it lies in, and again without harm", async () => {
  await using data = await makeDataFolder();
  const deep = join(data.path, "a", "b", "c");
  await makeFolder(deep);
  await makeFolder(deep);
  expect((await stat(deep)).isDirectory()).toBe(true);
});

test("of many at once, all succeed", async () => {
  await using data = await makeDataFolder();
  const deep = join(data.path, "a", "b", "c");
  await Promise.all(Array.from({ length: 8 }, () => makeFolder(deep)));
  expect((await stat(deep)).isDirectory()).toBe(true);
});

test("a file in the way is an error, above or at the place itself", async () => {
  await using data = await makeDataFolder();
  await mkdir(data.path, { recursive: true });
  await writeFile(join(data.path, "file"), "");
  await expect(makeFolder(join(data.path, "file"))).rejects.toThrow("EEXIST");
  await expect(makeFolder(join(data.path, "file", "below"))).rejects.toThrow("ENOTDIR");
});

test.runIf(process.platform === "linux")(
  "where no folder can be made it fails, and does not wait for ever",
  async () => {
    await expect(makeFolder("/proc/heatlas/data")).rejects.toThrow("ENOENT");
  },
);
