import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { worstError } from "../../packages/engine/src/golden/net.ts";
import { explain, readNpy } from "../../packages/engine/src/index.ts";
import { findPython } from "./python.ts";

/** A Python that has what the export needs; the tests are skipped, and shown as such, where there is none. */
const python = findPython("torch", "torchvision", "onnx");

const script = new URL("export_torchvision.py", import.meta.url).pathname;

/** HEATLAS_ORACLE=all runs every architecture, which takes an hour; each is one export and one run. */
const small = ["squeezenet1_1", "shufflenet_v2_x1_0"];
const all = [
  ...small,
  "alexnet",
  "densenet121",
  "efficientnet_b0",
  "googlenet",
  "inception_v3",
  "mobilenet_v2",
  "mobilenet_v3_large",
  "resnet50",
  "squeezenet1_0",
  "vgg16",
];
const names = process.env.HEATLAS_ORACLE === "all" ? all : small;

/** ‖a − e‖/‖e‖. */
function relativeError(actual: Float32Array, expected: Float32Array): number {
  let [difference, size] = [0, 0];
  expected.forEach((e, i) => {
    difference += (actual[i]! - e) ** 2;
    size += e ** 2;
  });
  return Math.sqrt(difference / size);
}

/** The error that all but one pixel in a hundred stay below, as a share of the largest value. */
function usualError(actual: Float32Array, expected: Float32Array): number {
  const errors = expected.map((e, i) => Math.abs(actual[i]! - e)).sort();
  const largest = expected.reduce((a, e) => Math.max(a, Math.abs(e)), 0);
  return errors[Math.floor(0.99 * errors.length)]! / largest;
}

describe.skipIf(!python)("torchvision's nets with random weights agree with torch's autograd", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "heatlas-oracle-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(names)(
    "%s",
    async (name) => {
      const { status, stderr } = spawnSync(python!, ["-W", "ignore", script, folder, name], { encoding: "utf8" });
      expect(status, stderr).toBe(0);
      const read = (map: string) => {
        try {
          return readNpy(readFileSync(join(folder, name, `${map}.npy`)));
        } catch {
          return undefined;
        }
      };
      const floats = (map: string) => read(map)?.data as Float32Array | undefined;
      const explainer = await explain(join(folder, name, "model.onnx"), {
        methods: ["vanilla", "deconvnet", "guided", "grad-cam"],
      });
      const { data, shape } = read("input")!;
      const { logits, maps } = await explainer.run(
        { data: data as Float32Array, shape },
        Array.from(read("target")!.data, Number),
      );
      await explainer.close();
      expect(worstError(logits, floats("logits")!)).toBeLessThan(1e-4);
      const cam = floats("gradcam_raw");
      if (cam) expect(worstError(maps["grad-cam"]!.data, cam)).toBeLessThan(1e-4);
      // A few ReLU and pool decisions fall differently in float32 and move single pixels by per cents.
      for (const map of ["vanilla", "deconvnet", "guided"] as const) {
        expect(relativeError(maps[map]!.data, floats(map)!), map).toBeLessThan(0.05);
        expect(usualError(maps[map]!.data, floats(map)!), map).toBeLessThan(5e-3);
      }
      rmSync(join(folder, name), { recursive: true });
    },
    1_200_000,
  );
});
