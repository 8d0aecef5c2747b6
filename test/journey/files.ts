import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { root } from "../../apps/launcher/settings.ts";
import { splitModel, writeData } from "../engine/external-data.ts";

/** Four small nets of one label set; each net's family and side in pixels. */
export const nets = {
  residual: { family: "ResNet", size: 16 },
  inception: { family: "Inception", size: 33 },
  maxpool_overlap: { family: "AlexNet", size: 25 },
  stride_outpad: { family: "VGG", size: 32 },
} as const;

export const labels = ["ember", "moss", "slate", "tide", "wheat"];

const golden = (net: string) => join(root, "test/golden/engine", net, "model.onnx");

/** The net whose weights lie in a file of their own. */
const apart = "inception";

/** Writes `<net>.onnx` and its side file for each net, one also with a data file, and returns their paths. */
export async function makeModels(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const [name, { family, size }] of Object.entries(nets)) {
    const facts = { name, family, size, mean: 127.5, std: 64, standardise: "fixed", channelOrder: "rgb", labels };
    const [model, side] = [join(folder, `${name}.onnx`), join(folder, `${name}.json`)];
    await writeFile(side, JSON.stringify(facts));
    paths.push(model, side);
    if (name !== apart) {
      await cp(golden(name), model);
      continue;
    }
    const { onnx, pieces } = splitModel(await readFile(golden(name)), { file: () => `${name}.data` });
    await writeFile(model, onnx);
    writeData(folder, pieces);
    paths.push(join(folder, `${name}.data`));
  }
  return paths;
}

/** Draws three photographs that differ, of different shapes and formats, and returns their paths. */
export async function drawPictures(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const draw = (name: string, width: number, height: number, shapes: string) =>
    sharp(
      Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}</svg>`),
    ).toFile(join(folder, name));
  const ground = (fill: string) => `<rect width="100%" height="100%" fill="${fill}"/>`;
  await draw("sun.jpg", 320, 240, `${ground("#335577")}<circle cx="210" cy="90" r="60" fill="#ffcc33"/>`);
  await draw("tower.png", 240, 320, `${ground("#bbddee")}<rect x="90" y="60" width="60" height="240" fill="#663322"/>`);
  await draw("hill.webp", 300, 300, `${ground("#eeeedd")}<polygon points="0,300 150,100 300,300" fill="#448844"/>`);
  return ["sun.jpg", "tower.png", "hill.webp"].map((name) => join(folder, name));
}

/** A text file that is called a model, and a model whose end is missing. */
export async function makeBadModels(folder: string): Promise<{ text: string; truncated: string }> {
  await mkdir(folder, { recursive: true });
  const [text, truncated] = [join(folder, "notes.onnx"), join(folder, "half.onnx")];
  await writeFile(text, "These are notes, not a network.\n");
  const whole = await readFile(golden("residual"));
  await writeFile(truncated, whole.subarray(0, whole.length / 2));
  return { text, truncated };
}
