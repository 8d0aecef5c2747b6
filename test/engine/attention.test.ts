import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { worstError } from "../../packages/engine/src/golden/net.ts";
import { admit, type ExplainedMap, explain, methods, readNpy } from "../../packages/engine/src/index.ts";

/** Nets of test/golden/attention, and the grid that CAMs look at. */
const nets = {
  vit: { tensor: "/conv_proj/Conv_output_0", channels: 16, height: 4, width: 4 },
  convnext: { tensor: "/features/features.3/features.3.0/Add_output_0", channels: 16, height: 4, width: 4 },
  swin: { tensor: "/permute/Transpose_output_0", channels: 16, height: 4, width: 4 },
} as const;

const shape = [2, 3, 32, 32];
/** Few evaluations of methods that take many: what they sum up is tested elsewhere. */
const few: Readonly<Record<string, object>> = {
  "expected-gradients": { samples: 8 },
  "integrated-gradients": { points: 2 },
  occlusion: { window: 0.5, stride: 0.25 },
  rise: { samples: 4 },
  "smooth-grad": { samples: 2 },
  "smooth-grad-squared": { samples: 2 },
  "var-grad": { samples: 2 },
};

describe.each(Object.entries(nets))("%s", (name, targetLayer) => {
  const file = (part: string) => readFileSync(new URL(`../golden/attention/${name}/${part}`, import.meta.url));
  const floats = (part: string) => readNpy(file(`${part}.npy`)).data as Float32Array;
  const targets = Array.from(readNpy(file("target.npy")).data, Number);

  test("is admitted, with the last grid of its features as target layer", () => {
    expect(admit(file("model.onnx")).targetLayer).toEqual(targetLayer);
  });

  test("every method explains it, and the gradient is torch's in float64", async () => {
    const requests = methods.map(({ slug }) => ({ slug, parameters: { ...few[slug] } }));
    const maps: Record<string, ExplainedMap> = {};
    let logits: Float32Array = new Float32Array();
    // A few at a time: the runtime takes long over graphs of thousands of nodes.
    for (let i = 0; i < requests.length; i += 5) {
      const explainer = await explain(file("model.onnx"), { methods: requests.slice(i, i + 5), threads: 1 });
      const explanation = await explainer.run({ data: floats("input"), shape }, targets);
      await explainer.close();
      Object.assign(maps, explanation.maps);
      logits = explanation.logits;
    }
    expect(worstError(logits, floats("logits"))).toBeLessThan(1e-5);
    expect(worstError(maps.vanilla!.data, floats("vanilla"))).toBeLessThan(1e-5);
    const odd = methods.filter(({ slug }) => maps[slug]!.flags.flat().some((flag) => flag !== "equals-vanilla"));
    expect(odd.map(({ slug }) => slug)).toEqual([]);
    // These have no ReLU, so its rules have nothing to rule.
    expect(maps.guided!.flags.flat()).toEqual(["equals-vanilla", "equals-vanilla"]);
  }, 240_000);
});
