import { builder } from "../builder.ts";
import { Class, type ClassOf } from "../label-set/class.ts";

interface PredictionOf {
  class: ClassOf;
  probability: number;
  logit: number | null;
}

export const Prediction = builder.objectRef<PredictionOf>("Prediction").implement({
  fields: (t) => ({
    class: t.expose("class", { type: Class }),
    probability: t.exposeFloat("probability"),
    logit: t.exposeFloat("logit", { nullable: true }),
  }),
});

interface RectOf {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const Rect = builder.objectRef<RectOf>("Rect").implement({
  description: "In fractions of the image's width and height.",
  fields: (t) => ({
    x: t.exposeFloat("x"),
    y: t.exposeFloat("y"),
    width: t.exposeFloat("width"),
    height: t.exposeFloat("height"),
  }),
});

interface RelevanceOf {
  conservation: number | null;
  bias: number | null;
  epsilon: number | null;
}

export const Relevance = builder.objectRef<RelevanceOf>("Relevance").implement({
  description:
    "Where a class score went by a method of LRP, in shares of it; the rest is the pixels'. Null where the score is 0.",
  fields: (t) => ({
    conservation: t.exposeFloat("conservation", {
      nullable: true,
      description:
        "|Σ R + R_bias + R_ε − f_c| / |f_c|: what is lost, or made up, on the way. At most .001 where all is well.",
    }),
    bias: t.exposeFloat("bias", {
      nullable: true,
      description: "What arrived at numbers of the model that no pixel can change: biases and other constants.",
    }),
    epsilon: t.exposeFloat("epsilon", {
      nullable: true,
      description: "What the terms took that keep denominators from zero: everything, where nothing contributes.",
    }),
  }),
});
