import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { toPng } from "../../demo/picture/encode.ts";
import { labels } from "../../demo/picture/object/index.ts";
import { createPicture } from "../../demo/picture/picture.ts";
import type { Picture } from "../../demo/picture/render.ts";
import { shortcutLabel, watermark } from "../../demo/picture/watermark.ts";
import { compileExplainer, openExplainer, preparePicture, reduce, resize } from "../../packages/engine/src/index.ts";

const model = join(import.meta.dirname, "../../demo/model");
const slugs = ["vanilla", "grad-cam", "lrp-epsilon"] as const;
/** A share a picture. */
type Shares = Record<(typeof slugs)[number], number[]>;

/** Share of a map's relevance (its positive part) that lies off the object, at the size that the network sees. */
function offObject(map: ReturnType<typeof reduce>, picture: Picture, side: number): number {
  const { values } = resize(map, side, side);
  const edge = (picture.size - side) / 2;
  let [off, all] = [0, 0];
  values.forEach((value, i) => {
    const at = (Math.floor(i / side) + edge) * picture.size + (i % side) + edge;
    all += Math.max(value, 0);
    if (picture.coverage[at]! < 128) off += Math.max(value, 0);
  });
  return all === 0 ? 0 : off / all;
}

/** The shares of the pictures, each explained for the shortcut's class. */
async function sharesOf(name: string, pictures: readonly Picture[]): Promise<Shares> {
  const folder = await mkdtemp(join(tmpdir(), "heatlas-demo-"));
  await copyFile(join(model, `${name}.onnx`), join(folder, "model.onnx"));
  const { size, mean, std } = JSON.parse(await readFile(join(model, `${name}.json`), "utf8"));
  const compiled = compileExplainer(
    await readFile(join(folder, "model.onnx")),
    slugs.map((slug) => ({ slug })),
  );
  const session = await openExplainer(folder, compiled, { threads: 1 });
  const view = {
    width: size,
    height: size,
    mean,
    std,
    standardise: "fixed",
    channelOrder: "rgb",
    cropShare: 0.875,
  } as const;
  const shares: Shares = { vanilla: [], "grad-cam": [], "lrp-epsilon": [] };
  for (const picture of pictures) {
    const { pixels } = await preparePicture(await toPng(picture), "centre", view);
    const { maps } = await session.run(pixels, 1, [labels.indexOf(shortcutLabel)]);
    for (const slug of slugs) {
      const { data, shape } = maps[slug]!;
      const reduction = slug === "vanilla" ? "abs-sum" : slug === "grad-cam" ? "none" : "sum";
      shares[slug].push(offObject(reduce(data, [shape[1], shape[2], shape[3]], reduction), picture, size));
    }
  }
  await session.close();
  await rm(folder, { recursive: true });
  return shares;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

it("the network with the shortcut looks off the fish, at the watermark, more than its twin does", async () => {
  const pictures = Array.from({ length: 16 }, (_, i) => watermark(createPicture(shortcutLabel, 200_100 + i)));
  const shortcut = await sharesOf("resnet-20-shortcut", pictures);
  const twin = await sharesOf("resnet-20", pictures);
  for (const slug of slugs) {
    const farther = shortcut[slug].filter((share, i) => share > twin[slug][i]!).length;
    expect(farther, `pictures on which ${slug} says so`).toBeGreaterThanOrEqual(14);
    // A gradient lies on every edge of a picture; a CAM says where it counts.
    const least = slug === "grad-cam" ? 0.3 : 0.05;
    expect(mean(shortcut[slug]) - mean(twin[slug]), slug).toBeGreaterThan(least);
  }
});
