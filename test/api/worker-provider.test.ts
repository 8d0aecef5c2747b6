import { afterAll, beforeAll, expect, test } from "vitest";
import { type Atlas, openAtlas } from "./atlas.ts";
import { forkWorker, startWorker } from "./worker-process.ts";

let atlas: Atlas;
beforeAll(async () => {
  atlas = await openAtlas();
});
afterAll(() => atlas.close());

test("a worker says where it computes, and why it does not elsewhere", async () => {
  const worker = await startWorker(atlas);
  await worker.stop();
  const used = worker.log.find((line) => line.startsWith("worker: computes on "));
  expect(used).toMatch(/^worker: computes on (cuda|cpu) \(.+\)$/);
  const refused = worker.log.filter((line) => line.startsWith("worker: does not use "));
  if (used?.includes(" cuda ")) expect(refused).toEqual([]);
  else
    expect(refused).toEqual([
      expect.stringMatching(/^worker: does not use cuda: (it cannot start \(.+\); it needs|ONNX Runtime has) /),
    ]);
});

test("a worker whose launcher goes while it checks the provider ends, and takes no job", async () => {
  const { child, log, exited } = forkWorker(atlas);
  child.disconnect();
  expect(await exited).toEqual([0, null]);
  expect(log).toEqual([]);
});

// Elsewhere the environment does not say which graphics drivers there are.
test.runIf(process.platform === "linux")(
  "a worker that is told a provider ends with a sentence where that is refused, and does not take another",
  async () => {
    const start = startWorker(atlas, 1, {
      HEATLAS_PROVIDER: "webgpu",
      VK_ICD_FILENAMES: "/nowhere/icd.json",
      VK_DRIVER_FILES: "/nowhere/icd.json",
    });
    await expect(start).rejects.toThrow(
      /worker: The provider webgpu is refused: it cannot start \(.+\); it needs a graphics card .+\. Set HEATLAS_PROVIDER to another, or to auto\.$/,
    );
    await expect(start).rejects.not.toThrow("computes on");
  },
);
