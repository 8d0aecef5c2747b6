import type { Merge } from "@heatlas/engine";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Api, globalId, openApi } from "./api.ts";
import { type Atlas, openAtlas } from "./atlas.ts";
import { addForest, chain, type Forest } from "./forest.ts";

/** The report's second round: 6 representatives × 16 images, 4 of which some model takes for something else. */
const models = ["AlexNet", "Inception V3", "ResNet152", "DenseNet161", "VGG19", "SqueezeNet1_0"];
const [alex, inception, resnet, dense, vgg, squeeze] = [0, 1, 2, 3, 4, 5] as const;

/** Trees of the 12 images that count, in turn, built to give exactly the counts of Table 4.13. */
const trees: Record<string, (image: number) => Merge[]> = {
  guided: (image) => {
    if (image >= 11) return chain([alex, inception, resnet, dense, vgg, squeeze]);
    if (image < 6) return chain([resnet, dense, vgg, squeeze, alex, inception]);
    return chain([alex, dense, vgg, squeeze, resnet, inception]);
  },
  deconvnet: (image) => {
    const heights = image < 11 ? [6, 7, 8, 9, 10] : [5, 7, 8, 9, 10];
    return chain([alex, inception, resnet, dense, vgg, squeeze], heights);
  },
  "grad-cam": (image) => {
    const first = image < 9 ? [inception, resnet, dense] : [vgg, resnet, dense];
    const rest = image < 9 ? vgg : inception;
    return chain(image < 8 ? [...first, rest, squeeze, alex] : [...first, rest, alex, squeeze]);
  },
  "guided-grad-cam": (image) => {
    const first = image < 8 ? [resnet, dense, vgg, squeeze] : [resnet, squeeze, vgg, dense];
    return chain(image < 9 ? [...first, alex, inception] : [...first, inception, alex]);
  },
};

let atlas: Atlas;
let api: Api;
let report: Forest;
beforeAll(async () => {
  atlas = await openAtlas();
  report = await addForest(atlas, {
    models,
    images: 16,
    methods: Object.keys(trees),
    // Those that are left out contradict the rest.
    tree: (method, image) =>
      image < 12 ? trees[method]!(image) : chain([alex, squeeze, inception, resnet, vgg, dense]),
    predicted: (image, model) => (image >= 12 && model === alex ? 3 : 0),
    area: (image, model) => (model === squeeze && image !== 5 ? 0.05 : 0.25 + model / 100),
  });
  api = await openApi(atlas);
});
afterAll(async () => {
  await api.close();
  await atlas.close();
});

const query = `query ($sentence: String, $pattern: PatternInput, $filter: PatternFilter) {
  patternFrequency(sentence: $sentence, pattern: $pattern, filter: $filter) {
    ... on PatternFrequency {
      sentence pattern eligibility eligibilityReason
      groups {
        k n unknown unknownReason leftOut withoutTree holds
        interval { low high } chance { probability basis } chanceReason tail { probability log10 }
      }
    }
    ... on Error { code message }
  }
}`;

interface Answer {
  patternFrequency: {
    sentence: string;
    pattern: object;
    eligibility: string;
    groups: Record<string, never>[];
    code: string;
    message: string;
  };
}

const ask = async (method: string, question: { sentence?: string; pattern?: unknown }) => {
  const filter = { runs: [globalId("run", report.runId)], methods: [method] };
  return (await api.query<Answer>(query, { ...question, filter })).patternFrequency;
};

describe("Table 4.13", () => {
  test.each([
    ["guided", "Inception V3 joins last", 11],
    ["guided", "AlexNet joins second to last and Inception V3 joins last", 6],
    ["deconvnet", "no two explain alike above 50 % of the root", 11],
    ["grad-cam", "Inception V3, ResNet152 and DenseNet161 cluster first", 9],
    ["grad-cam", "AlexNet joins last", 8],
    ["grad-cam", "SqueezeNet1_0 has the smallest area", 11],
    ["guided-grad-cam", "ResNet152, DenseNet161 and VGG19 cluster first", 8],
    ["guided-grad-cam", "Inception V3 joins last", 9],
    ["guided-grad-cam", "AlexNet and Inception V3 join last", 12],
  ])("%s: %s in %i of 12 images", async (method, sentence, k) => {
    const answer = await ask(method, { sentence });
    expect(answer.sentence).toBe(`${sentence}.`);
    expect(answer.eligibility).toBe("every_right");
    expect(answer.groups).toMatchObject([{ k, n: 12, unknown: 0, leftOut: 4, withoutTree: 0, holds: k > 6 }]);
    // What the API answers, it takes.
    expect(await ask(method, { pattern: answer.pattern })).toEqual(answer);
  });

  test("what only an eye or a mask could tell is unknown, and says why", async () => {
    const { groups } = await ask("grad-cam", { sentence: "AlexNet is more than 50 % off the object" });
    expect(groups).toMatchObject([
      {
        k: 0,
        n: 0,
        unknown: 12,
        unknownReason: "no object mask",
        holds: null,
        interval: null,
        chance: null,
        tail: null,
      },
    ]);
  });

  test("11 of 12 come with their interval, their chance and their tail probability", async () => {
    const [group] = (await ask("guided", { sentence: "Inception V3 joins last" })).groups as unknown as [
      { interval: { low: number; high: number }; chance: object; tail: { probability: number } },
    ];
    expect(group.interval.low).toBeCloseTo(0.646, 3);
    expect(group.interval.high).toBeCloseTo(0.985, 3);
    expect(group.chance).toEqual({ probability: 2 / 30, basis: "closed-form" });
    // Σ_{i ≥ 11} C(12, i) p^i (1 − p)^{12 − i}
    const p = 2 / 30;
    expect(group.tail.probability / (12 * p ** 11 * (1 - p) + p ** 12)).toBeCloseTo(1, 10);
  });
});
