import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { goldenNames, readGolden, worstError } from "../../packages/engine/src/golden/net.ts";
import { explain, type Parameters, readNpy } from "../../packages/engine/src/index.ts";
import { goldenRoot } from "../engine/golden.ts";
import { findPython } from "./python.ts";

/** Methods that Captum or pytorch-grad-cam also has, with the parameters that methods.py restates them with. */
const requests: Readonly<Record<string, Parameters>> = {
  vanilla: {},
  deconvnet: {},
  guided: {},
  "full-grad": {},
  "grad-cam": {},
  "guided-grad-cam": {},
  "input-x-gradient": {},
  "grad-cam-plus-plus": {},
  "xgrad-cam": {},
  "layer-cam": {},
  "hires-cam": {},
  deeplift: {},
  "lrp-gamma": {},
  "lrp-alpha-beta": {},
  "lrp-z-plus": {},
  "lrp-w-squared": {},
  "lrp-flat": {},
  "lrp-z-box": {},
  "epsilon-plus-flat": {},
  "integrated-gradients": {},
  "smooth-grad": { samples: 10 },
  "smooth-grad-squared": { samples: 10 },
  "var-grad": { samples: 10 },
  "expected-gradients": { samples: 12 },
  occlusion: {},
  rise: { samples: 24 },
  "score-cam": {},
  "ablation-cam": {},
};
const slugs = Object.keys(requests);
const looksAtLayer = (slug: string) => slug.endsWith("cam") || slug === "grad-cam-plus-plus";

/**
 * Points on a path or among noise come near bends of the net, so single pixels move with the precision (see
 * docs/decisions/0080): these are held to a share of the largest value that one decision in one evaluation can move.
 */
const sampled = ["integrated-gradients", "smooth-grad", "smooth-grad-squared", "var-grad", "expected-gradients"];
/** Their sums nearly cancel on some of these nets, and float32 loses digits there. */
const cancelling = ["lrp-gamma", "lrp-w-squared", "lrp-flat"];
const tolerance = (slug: string) => (sampled.includes(slug) ? 2e-3 : cancelling.includes(slug) ? 5e-3 : 1e-4);

/** Every method's worst error on one net, against a folder of maps. */
async function worstErrors(name: string, folder: string): Promise<{ slug: string; error: number }[]> {
  const net = readGolden(goldenRoot, name);
  const explainer = await explain(readFileSync(join(net.folder, "model.onnx")), {
    threads: 1,
    methods: slugs.map((slug) => ({
      slug,
      parameters: { ...requests[slug], ...(looksAtLayer(slug) && { layer: net.featureLayer }) },
    })),
  });
  const { height, width } = explainer.compiled.input;
  const shape = [net.count, 3, height, width];
  const { maps } = await explainer.run({ data: net.pixels, shape }, net.targets);
  await explainer.close();
  return slugs.map((slug) => ({
    slug,
    error: worstError(maps[slug]!.data, readNpy(readFileSync(join(folder, `${slug}.npy`))).data as Float32Array),
  }));
}

const beyond = (errors: readonly { slug: string; error: number }[]) =>
  errors.filter(({ slug, error }) => !(error < tolerance(slug)));

describe("every method is the literal restatement of its definition", () => {
  test.each(["residual", "act_misc"])("%s, as it was restated once", async (name) => {
    const folder = new URL(`../golden/methods/${name}`, import.meta.url).pathname;
    expect(beyond(await worstErrors(name, folder))).toEqual([]);
  });

  const python = findPython("torch", "onnx");

  describe.skipIf(!python)("restated now, by torch in float64", () => {
    const folder = mkdtempSync(join(tmpdir(), "heatlas-methods-"));
    const names = goldenNames(goldenRoot);
    beforeAll(() => {
      const script = new URL("methods.py", import.meta.url).pathname;
      const folders = names.map((name) => readGolden(goldenRoot, name).folder);
      const { status, stderr } = spawnSync(python!, ["-W", "ignore", script, folder, ...folders], { encoding: "utf8" });
      if (status !== 0) throw new Error(stderr);
    }, 1_800_000);
    afterAll(() => rmSync(folder, { recursive: true }));

    test.each(names)("%s", async (name) => {
      expect(beyond(await worstErrors(name, join(folder, name)))).toEqual([]);
    });
  });
});
