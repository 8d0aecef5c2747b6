import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type GoldenResult, isWithin } from "../../packages/engine/src/golden/check.ts";
import { goldenNames } from "../../packages/engine/src/golden/net.ts";
import { chooseProvider } from "../../packages/engine/src/index.ts";
import { goldenRoot } from "./golden.ts";
import { explainOnSwiftShader, findObstacle, swiftShader } from "./swiftshader.ts";

const obstacle = await findObstacle();
const title = obstacle === undefined ? "WebGPU on SwiftShader" : `WebGPU on SwiftShader (skipped: ${obstacle})`;

// Most of the time goes into compiling shaders for a CPU, once each for all nets.
const patience = 1_200_000;

describe.skipIf(obstacle !== undefined)(title, () => {
  test(
    "every map of every golden net agrees with torch in float64",
    async () => {
      const names = goldenNames(goldenRoot);
      const lines = (await explainOnSwiftShader(names, patience)).trim().split("\n");
      expect(lines.map((line) => line.split("\t")[0])).toEqual(names);
      for (const line of lines) {
        const [name, json] = line.split("\t") as [string, string];
        const results: GoldenResult[] = JSON.parse(json);
        expect(results.length, name).toBeGreaterThan(6);
        expect(
          results.filter((result) => !isWithin(result)),
          name,
        ).toEqual([]);
      }
    },
    patience,
  );

  test(
    "passes its check at a worker's start, and says which driver it took",
    async () => {
      const scratch = await mkdtemp(join(tmpdir(), "heatlas-provider-"));
      const before = Object.keys(swiftShader).map((name) => [name, process.env[name]] as const);
      Object.assign(process.env, swiftShader);
      try {
        const options = { scratch, memoryLimitBytes: 2 ** 32, threadsPerChild: 1, patienceMilliseconds: patience };
        expect(await chooseProvider("webgpu", options)).toEqual({
          provider: "webgpu",
          device: "WebGPU adapter of vk_swiftshader_icd",
          refused: [],
        });
      } finally {
        for (const [name, value] of before) {
          if (value === undefined) delete process.env[name];
          else process.env[name] = value;
        }
        await rm(scratch, { recursive: true });
      }
    },
    patience,
  );
});
