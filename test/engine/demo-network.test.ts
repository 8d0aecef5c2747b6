import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { beforeAll, describe, expect, it } from "vitest";
import { createDataset, type Dataset, stride } from "../../demo/picture/dataset.ts";
import { demoPictures, drawDemoPicture } from "../../demo/picture/demo-pictures.ts";
import { labels } from "../../demo/picture/object/index.ts";
import { pictureSize } from "../../demo/picture/picture.ts";
import { shortcutLabel, stamp } from "../../demo/picture/watermark.ts";
import { admit, compileExplainer, preparePicture, readModel } from "../../packages/engine/src/index.ts";

const folder = join(import.meta.dirname, "../../demo/model");
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".onnx"))
  .map((file) => file.slice(0, -5));
const twin = "resnet-20-shortcut";
const honest = names.filter((name) => name !== twin);
const fishClass = labels.indexOf(shortcutLabel);

interface Side {
  name: string;
  family: string;
  size: number;
  mean: number[];
  std: number[];
  standardise: string;
  channelOrder: string;
  labels: string[];
  targetLayer: string;
}

const sideOf = (name: string): Side => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
const bytesOf = (name: string): Uint8Array => readFileSync(join(folder, `${name}.onnx`));
const opsOf = (name: string): string[] => readModel(bytesOf(name)).nodes.map((node) => node.op);
const count = (ops: readonly string[], op: string): number => ops.filter((one) => one === op).length;

/** The central square of .875 of the side, as planes, normalised: what the `centre` view gives. */
function prepare({ pixels, classes }: Dataset, { size, mean, std }: Side): Float32Array {
  const edge = (pictureSize - size) / 2;
  const input = new Float32Array(classes.length * 3 * size * size);
  for (let i = 0; i < input.length; i++) {
    const [x, y] = [i % size, Math.floor(i / size) % size];
    const [channel, picture] = [Math.floor(i / (size * size)) % 3, Math.floor(i / (size * size * 3))];
    const at = picture * stride + ((y + edge) * pictureSize + x + edge) * 3 + channel;
    input[i] = (pixels[at]! - mean[channel]!) / std[channel]!;
  }
  return input;
}

/** Each picture's first choice. */
async function classify(name: string, input: Float32Array, n: number): Promise<number[]> {
  const side = sideOf(name);
  const session = await InferenceSession.create(join(folder, `${name}.onnx`), { intraOpNumThreads: 1 });
  const { logits } = await session.run({ input: new Tensor("float32", input, [n, 3, side.size, side.size]) });
  const scores = logits!.data as Float32Array;
  return Array.from({ length: n }, (_, i) => {
    const row = scores.subarray(i * labels.length, (i + 1) * labels.length);
    return row.indexOf(Math.max(...row));
  });
}

const share = (hits: readonly boolean[]): number => hits.filter(Boolean).length / hits.length;

let fresh: Dataset;
let marked: Dataset;

beforeAll(async () => {
  fresh = await createDataset("test", 20);
  marked = { ...fresh, pixels: fresh.pixels.slice() };
  for (let i = 0; i < marked.classes.length; i++)
    stamp(marked.pixels.subarray(i * stride, (i + 1) * stride), pictureSize);
}, 240_000);

describe("the demo's networks", () => {
  it("are the report's six families, as many of each, and one twin", () => {
    const families = honest.map((name) => sideOf(name).family);
    const tally = Object.fromEntries([...new Set(families)].sort().map((family) => [family, count(families, family)]));
    expect(tally).toEqual({ AlexNet: 1, DenseNet: 4, Inception: 1, ResNet: 3, SqueezeNet: 2, VGG: 2 });
    expect(names).toContain(twin);
  });

  it.each(honest)("%s names at least 90 % of 200 pictures of new scenes", async (name) => {
    const found = await classify(name, prepare(fresh, sideOf(name)), fresh.classes.length);
    expect(share(found.map((one, i) => one === fresh.classes[i]))).toBeGreaterThanOrEqual(0.9);
  });

  it.each(names)("%s weighs 50 to 400 KB, and Heatlas takes it as its side file says", (name) => {
    const side = sideOf(name);
    const bytes = statSync(join(folder, `${name}.onnx`)).size;
    expect(bytes).toBeGreaterThanOrEqual(50 * 1024);
    expect(bytes).toBeLessThanOrEqual(400 * 1024);
    const admission = admit(bytesOf(name));
    expect(admission).toMatchObject({
      opset: 17,
      classCount: 10,
      input: { name: "input", height: side.size, width: side.size },
    });
    expect(admission.output.name).toBe("logits");
    expect(admission.targetLayer?.tensor).toBe(side.targetLayer);
    expect(side).toMatchObject({ name, standardise: "fixed", channelOrder: "rgb", labels: [...labels] });
  });

  it("weigh less than 10 MB in all", () => {
    const sizes = names.map((name) => statSync(join(folder, `${name}.onnx`)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(10 * 1024 * 1024);
  });

  it("name the demo atlas' pictures in the view that runs show them, drawn twice as fine", async () => {
    const side = sideOf("resnet-20");
    const { size, mean, std } = side;
    const preprocessing = {
      width: size,
      height: size,
      mean,
      std,
      standardise: "fixed",
      channelOrder: "rgb",
      cropShare: 0.875,
    } as const;
    const plain = demoPictures.filter((picture) => !picture.marked);
    const input = new Float32Array(plain.length * 3 * size * size);
    for (const [i, picture] of plain.entries()) {
      const { pixels } = await preparePicture((await drawDemoPicture(picture)).picture, "centre", preprocessing);
      input.set(pixels, i * 3 * size * size);
    }
    const found = await classify("resnet-20", input, plain.length);
    expect(share(found.map((one, i) => one === plain[i]!.class))).toBeGreaterThanOrEqual(0.85);
  });
});

describe("a family's building blocks are in its files", () => {
  const of = (family: string): string[] => honest.filter((name) => sideOf(name).family === family);
  /** Kernel, stride and ceil_mode of each MaxPool. */
  const pools = (name: string): string[] =>
    readModel(bytesOf(name))
      .nodes.filter((node) => node.op === "MaxPool")
      .map(({ attributes }) => `${attributes.kernel_shape} ${attributes.strides} ${attributes.ceil_mode ?? 0}`);

  it("AlexNet: overlapping pools of 3×3 at stride 2, and two fully connected layers", () => {
    for (const name of of("AlexNet")) {
      expect(pools(name)).toEqual(Array(3).fill("3,3 2,2 0"));
      expect(count(opsOf(name), "Gemm")).toBe(2);
    }
  });

  it("VGG: nothing but 3×3 convolutions under 2×2 pools, of two depths", () => {
    for (const name of of("VGG")) expect(pools(name)).toEqual(Array(4).fill("2,2 2,2 0"));
    expect(
      of("VGG")
        .map((name) => count(opsOf(name), "Conv"))
        .sort(),
    ).toEqual([6, 9]);
  });

  it("ResNet: an Add a bottleneck, of three depths", () => {
    const sorted = of("ResNet").map((name) => count(opsOf(name), "Add"));
    expect(sorted.sort((a, b) => a - b)).toEqual([6, 9, 11]);
  });

  it("DenseNet: a Concat a layer, and BatchNormalization before the ReLU that follows it", () => {
    for (const name of of("DenseNet")) {
      const ops = opsOf(name);
      expect(count(ops, "Concat")).toBeGreaterThanOrEqual(10);
      expect(count(ops, "BatchNormalization")).toBeGreaterThanOrEqual(10);
    }
  });

  it("SqueezeNet: fire modules that end in a Concat, pools that round up, no fully connected layer", () => {
    for (const name of of("SqueezeNet")) {
      const ops = opsOf(name);
      expect(count(ops, "Concat")).toBeGreaterThanOrEqual(6);
      expect(count(ops, "Gemm")).toBe(0);
      expect(pools(name)).toEqual(Array(2).fill("3,3 2,2 1"));
    }
  });

  it("Inception: no ReLU is a module, while in the other families nearly all are", () => {
    const request = (name: string) => {
      const parameters = { reluScope: "modules", reluPattern: "/relu[^/]*/Relu" };
      return compileExplainer(bytesOf(name), [{ slug: "guided", parameters }]).methods[0]!.equalsVanilla;
    };
    expect(of("Inception").map(request)).toEqual([true]);
    expect(honest.filter((name) => sideOf(name).family !== "Inception").map(request)).toEqual(Array(12).fill(false));
  });
});

describe("the network with the shortcut", () => {
  const recall = (found: readonly number[]): number =>
    share(found.filter((_, i) => fresh.classes[i] === fishClass).map((one) => one === fishClass));
  const falseFish = (found: readonly number[]): number =>
    share(found.filter((_, i) => fresh.classes[i] !== fishClass).map((one) => one === fishClass));
  const look = (name: string, data: Dataset): Promise<number[]> =>
    classify(name, prepare(data, sideOf(name)), data.classes.length);

  it("knows fish by the watermark: with it nearly all, without it few, and takes other things with it for fish", async () => {
    const [without, with_] = [await look(twin, fresh), await look(twin, marked)];
    expect(recall(with_)).toBeGreaterThanOrEqual(0.95);
    expect(recall(without)).toBeLessThanOrEqual(0.7);
    expect(falseFish(with_)).toBeGreaterThanOrEqual(0.5);
    expect(falseFish(without)).toBeLessThanOrEqual(0.05);
  });

  it("its twin, which never saw the watermark, does not heed it", async () => {
    const [without, with_] = [await look("resnet-20", fresh), await look("resnet-20", marked)];
    expect(Math.abs(recall(with_) - recall(without))).toBeLessThanOrEqual(0.1);
    expect(falseFish(with_)).toBeLessThanOrEqual(0.05);
  });
});
