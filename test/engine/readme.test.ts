import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tinyClassifier } from "./tiny-model.ts";

const readme = readFileSync(new URL("../../packages/engine/README.md", import.meta.url), "utf8");
const engine = fileURLToPath(new URL("../../packages/engine/src/index.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "heatlas-readme-"));

beforeAll(async () => {
  const weights = Array.from({ length: 3 * 3 * 9 }, (_, i) => Math.sin(i));
  const model = tinyClassifier(
    [
      { op: "Conv", inputs: ["image", "K"], outputs: ["convolved"], attributes: { strides: [9, 9] } },
      { op: "Relu", inputs: ["convolved"], outputs: ["features"] },
    ],
    3,
    { inputs: { image: ["N", 3, 224, 224] }, tensors: { K: { dims: [3, 3, 3, 3], data: weights } } },
  );
  writeFileSync(join(folder, "model.onnx"), model);
  const picture = sharp({ create: { width: 300, height: 240, channels: 3, background: "#c08040" } });
  await picture.jpeg().toFile(join(folder, "photo.jpg"));
  await picture.png().toFile(join(folder, "mask.png"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("every line of the engine's README runs, one after the other, as it stands", () => {
  const opening = /```ts\n([\s\S]*?)```/.exec(readme)![1]!;
  const lines = [...readme.matchAll(/^\| [^|]+ \| `(.+)` \|$/gm)].map(([, line]) => line!);
  expect(lines.length).toBeGreaterThan(15);
  const script = [opening, ...lines.map((line) => `${line};`)].join("\n").replace("@heatlas/engine", engine);
  writeFileSync(join(folder, "lines.ts"), script);
  const { status, stderr } = spawnSync(process.execPath, ["lines.ts"], { cwd: folder, encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
}, 60_000);
