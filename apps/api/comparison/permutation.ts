import { createHash } from "node:crypto";
import { defaultPermutation, type Merge, type PermutationValue } from "@heatlas/engine";
import type { Context } from "../context.ts";
import { cacheOf } from "../pattern/groups.ts";
import { compute } from "../statistics/compute.ts";
import type { Comparison } from "./compare.ts";

/** How often leaves that are relabelled at random bring the two trees as close; kept for who compares them again. */
export async function permutationOf(context: Context, { a, b }: Comparison): Promise<PermutationValue | null> {
  const shapes = [a.merges, b.merges].map((merges) => merges.map(({ left, right }) => [left, right]));
  const key = createHash("sha256").update(JSON.stringify(shapes)).digest("hex");
  // It hangs on nothing but the two shapes.
  const { value } = await cacheOf(context).get(`permutation ${key}`, "", async () => ({
    value: await permute(a.merges, b.merges),
    bytes: 100,
  }));
  return value;
}

async function permute(a: readonly Merge[], b: readonly Merge[]): Promise<PermutationValue | null> {
  const pairs = (a.length * (a.length + 1)) / 2;
  return await compute(pairs * defaultPermutation.permutations, "gammaPermutation", a, b);
}
