import type { Chance, Interval, Stability, Tail } from "@heatlas/engine";
import { builder } from "../builder.ts";

export const IntervalRef = builder.objectRef<Interval>("Interval").implement({
  description: "Wilson's 95 % interval of a share.",
  fields: (t) => ({ low: t.exposeFloat("low"), high: t.exposeFloat("high") }),
});

export const ChanceRef = builder.objectRef<Chance>("Chance").implement({
  description: "How likely a pattern is on one image if the models merged at random.",
  fields: (t) => ({
    probability: t.exposeFloat("probability"),
    basis: t.exposeString("basis", { description: "closed-form, enumerated or simulated." }),
    trees: t.exposeInt("trees", { nullable: true, description: "Trees looked at; null for a formula." }),
    standardError: t.exposeFloat("standardError", { description: "Of the simulation; 0 where it is exact." }),
  }),
});

export const TailRef = builder.objectRef<Tail>("Tail").implement({
  description: "How likely at least so many hits are by chance.",
  fields: (t) => ({
    probability: t.exposeFloat("probability"),
    log10: t.float({
      description: "Its decimal logarithm, also where the probability is below the least float; at least −1e308.",
      resolve: ({ log10 }) => Math.max(log10, -1e308),
    }),
  }),
});

export const StabilityRef = builder.objectRef<Stability>("Stability").implement({
  description: "In how many of 24 analysis settings the majority's verdict is the one shown.",
  fields: (t) => ({
    same: t.exposeInt("same"),
    of: t.exposeInt("of", { description: "Settings that have a verdict." }),
    missing: t.exposeInt("missing", { description: "Settings that have none." }),
  }),
});
