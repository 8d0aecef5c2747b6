import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type GoldenResult, isWithin } from "../../packages/engine/src/golden/check.ts";
import { goldenNames } from "../../packages/engine/src/golden/net.ts";
import {
  type ComputedMap,
  chooseProvider,
  decode,
  type ExplainedPicture,
  openPool,
  type Provider,
} from "../../packages/engine/src/index.ts";
import { goldenRoot } from "./golden.ts";
import { explainOnSwiftShader, findObstacle, swiftShader } from "./swiftshader.ts";

const obstacle = await findObstacle();
const title = obstacle === undefined ? "WebGPU on SwiftShader" : `WebGPU on SwiftShader (skipped: ${obstacle})`;

// Most of the time goes into compiling shaders for a CPU.
const patience = 1_200_000;
const device = "WebGPU adapter of vk_swiftshader_icd";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "heatlas-webgpu-"));
  for (const [name, value] of Object.entries(swiftShader)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const options = () => ({ scratch: join(folder, "scratch"), memoryLimitBytes: 2 ** 32, threadsPerChild: 1 });

/** The heat map of one picture as a pool on this provider computes and records it. */
async function explainOn(provider: Provider) {
  const [modelFolder, path] = [join(folder, "model"), join(folder, "picture.png")];
  await mkdir(modelFolder, { recursive: true });
  await copyFile(join(goldenRoot, "concat_fire", "model.onnx"), join(modelFolder, "model.onnx"));
  const pixels = Uint8Array.from({ length: 40 * 40 * 3 }, (_, i) => Math.imul(i, 2654435761) >>> 24);
  const raw = { width: 40, height: 40, channels: 3 } as const;
  await writeFile(path, await sharp(pixels, { raw }).png().toBuffer());
  const pool = openPool({ ...options(), size: 1, provider });
  try {
    const { pictures, ...provenance } = await pool.explain({
      modelFolder,
      methods: [{ slug: "vanilla" }],
      preprocessing: {
        width: 40,
        height: 40,
        mean: [128, 128, 128],
        std: [64, 64, 64],
        standardise: "fixed",
        channelOrder: "rgb",
        cropShare: 1,
      },
      view: "whole",
      pictures: [{ path, target: -1, methods: [0] }],
    });
    const [map] = (pictures[0] as ExplainedPicture).maps;
    return { ...provenance, values: decode(map as ComputedMap).values };
  } finally {
    await pool.terminate();
  }
}

describe.skipIf(obstacle !== undefined)(title, { timeout: patience }, () => {
  test("every map of every golden net agrees with torch in float64", async () => {
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
  });

  test("passes its check at a worker's start, and says which driver it took", async () => {
    const choice = await chooseProvider("webgpu", { ...options(), patienceMilliseconds: patience });
    expect(choice).toEqual({ provider: "webgpu", device, refused: [] });
  });

  test("a pool's maps record it, and are those of the CPU within half a float16's step", async () => {
    const [onCpu, onWebGpu] = [await explainOn("cpu"), await explainOn("webgpu")];
    expect(onCpu.provider).toBe("cpu");
    expect(onWebGpu).toMatchObject({ provider: "webgpu", device });
    const largest = onCpu.values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
    expect(largest).toBeGreaterThan(0);
    for (const [i, v] of onWebGpu.values.entries()) expect(Math.abs(v - onCpu.values[i]!)).toBeLessThan(1e-3 * largest);
  });
});
