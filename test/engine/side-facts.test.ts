import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSideFacts } from "../../packages/engine/src/command/facts.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "heatlas-facts-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function facts(json: object) {
  await writeFile(join(folder, "net.json"), JSON.stringify(json));
  return readSideFacts(join(folder, "net.onnx"));
}

test("one number serves all three channels", async () => {
  expect(await facts({ mean: 127.5, std: [64, 63, 62] })).toEqual({ mean: [127.5, 127.5, 127.5], std: [64, 63, 62] });
});

test("what is not three numbers is as if it were not there", async () => {
  expect(await facts({ mean: [1, 2], std: ["1", 2, 3] })).toEqual({});
  expect(await facts({ mean: null })).toEqual({});
});
