import { EngineError } from "../../errors.ts";
import { perChannel } from "../baseline.ts";
import type { GraphMethod, Parameters } from "../method.ts";
import { any, type Composite, compositeRule, isConv, isFirst } from "./composite.ts";
import { epsilonRule } from "./epsilon.ts";
import { pixelRange } from "./pixel-range.ts";
import { emitRelevance } from "./relevance.ts";
import { alphaBetaRule, flatRule, gammaRule, wSquaredRule, zBoxRule, zPlusRule } from "./rules.ts";

const relevance = { signed: true, grid: "input", reduction: "sum" } as const;

const nonNegative =
  (...names: readonly string[]) =>
  (parameters: Parameters) => {
    for (const name of names) {
      const value = parameters[name];
      if (typeof value === "number" && value >= 0 && Number.isFinite(value)) continue;
      throw new EngineError(
        "bad-parameter",
        `The parameter "${name}" is ${JSON.stringify(value)}; it takes a number of at least 0.`,
        { name },
      );
    }
  };

export const lrpGamma: GraphMethod = {
  ...relevance,
  slug: "lrp-gamma",
  name: "LRP-γ",
  description: "LRP that favours positive weights by γ in every layer (Montavon 2019).",
  parameters: { gamma: 0.25 },
  check: nonNegative("gamma"),
  emit: (context) => emitRelevance(context, gammaRule(Number(context.parameters.gamma))),
};

export const lrpAlphaBeta: GraphMethod = {
  ...relevance,
  slug: "lrp-alpha-beta",
  name: "LRP-αβ",
  description: "LRP that shares positive and negative contributions apart, α of one less β of the other (Bach 2015).",
  parameters: { alpha: 2, beta: 1 },
  check: nonNegative("alpha", "beta"),
  emit: (context) => {
    const [alpha, beta] = [Number(context.parameters.alpha), Number(context.parameters.beta)];
    // Else every layer makes α − β of each unit of relevance: there is no score whose shares could be told.
    const conserves = Math.abs(alpha - beta - 1) < 1e-9;
    return emitRelevance(conserves ? context : { ...context, note: undefined }, alphaBetaRule(alpha, beta));
  },
};

export const lrpZPlus: GraphMethod = {
  ...relevance,
  slug: "lrp-z-plus",
  name: "LRP-z⁺",
  description: "LRP by positive contributions only, in every layer (Montavon 2017).",
  parameters: {},
  emit: (context) => emitRelevance(context, zPlusRule),
};

export const lrpWSquared: GraphMethod = {
  ...relevance,
  slug: "lrp-w-squared",
  name: "LRP-w²",
  description: "LRP by squared weights, whatever the activations, in every layer (Montavon 2017).",
  parameters: {},
  emit: (context) => emitRelevance(context, wSquaredRule),
};

export const lrpFlat: GraphMethod = {
  ...relevance,
  slug: "lrp-flat",
  name: "LRP-flat",
  description: "LRP that shares evenly over what each neuron looks at, in every layer (Lapuschkin 2019).",
  parameters: {},
  emit: (context) => emitRelevance(context, flatRule),
};

export const lrpZBox: GraphMethod = {
  ...relevance,
  slug: "lrp-z-box",
  name: "LRP-z-box",
  description: "LRP by positive contributions, with the picture's layer told the range of pixels (Montavon 2017).",
  parameters: { low: 0, high: 255 },
  // Where each picture is standardised by itself, the range differs by picture: nothing stands for it.
  parametersFor: (facts) => (facts.standardise === "fixed" ? pixelRange(facts) : { low: null, high: null }),
  check: ({ low, high }) => {
    if (low === null || high === null) {
      throw new EngineError(
        "bad-parameter",
        'LRP-z-box has to know the lowest and the highest value of a pixel, which differ by picture where each is standardised by itself: name them as "low" and "high".',
        { name: low === null ? "low" : "high" },
      );
    }
    perChannel(low, "low");
    perChannel(high, "high");
  },
  emit: (context) => {
    const { low, high } = context.parameters;
    const composite: Composite = [
      [isFirst, zBoxRule(perChannel(low, "low"), perChannel(high, "high"))],
      [any, zPlusRule],
    ];
    return emitRelevance(context, compositeRule(composite));
  },
};

export const epsilonPlusFlat: GraphMethod = {
  ...relevance,
  slug: "epsilon-plus-flat",
  name: "LRP ε + z⁺ + flat",
  description:
    "LRP by flat in the picture's layer, z⁺ in other convolutions, ε in fully connected layers (Lapuschkin 2019).",
  parameters: { epsilon: 1e-6 },
  check: nonNegative("epsilon"),
  emit: (context) => {
    const composite: Composite = [
      [isFirst, flatRule],
      [isConv, zPlusRule],
      [any, epsilonRule(Number(context.parameters.epsilon))],
    ];
    return emitRelevance(context, compositeRule(composite));
  },
};
