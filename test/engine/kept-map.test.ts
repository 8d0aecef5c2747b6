import { expect, test } from "vitest";
import type { Flag } from "../../packages/engine/src/session/flags.ts";
import { computedMap } from "../../packages/engine/src/session/shard-maps.ts";

const resolved = (reduction: string) => ({
  slug: "vanilla",
  parameters: { reduction },
  output: "vanilla",
  grid: "input" as const,
  signed: true,
});

/** Two pictures of three channels of 2 × 1. */
const explained = (data: number[], flags: Flag[][] = [[], []]) => ({
  data: Float32Array.from(data),
  shape: [2, 3, 1, 2] as const,
  flags,
});

test("a map whose channels cancel out is constant, though its attribution is not", () => {
  const map = explained([1, 2, -1, -2, 0, 0, 1, 2, 3, 4, 5, 6], [[], ["saturated-softmax"]]);
  expect(computedMap(map, 0, 0, resolved("sum"))).toMatchObject({ constant: true, flags: ["constant"], balance: null });
  expect(computedMap(map, 0, 0, resolved("abs-sum"))).toMatchObject({ constant: false, flags: [] });
  expect(computedMap(map, 1, 0, resolved("sum"))).toMatchObject({ constant: false, flags: ["saturated-softmax"] });
});

test("each picture's map comes with where its own class score went", () => {
  const balances = [0.1, 0.2].map((bias) => ({ conservation: 0, bias, epsilon: 0 }));
  const map = { ...explained([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6]), balances };
  expect(computedMap(map, 1, 0, resolved("sum"))).toMatchObject({ balance: balances[1] });
});
