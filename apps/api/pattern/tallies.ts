import { evidenceOf, type Observations, type Pattern, type Tally, tallyPatterns } from "@heatlas/engine";
import DataLoader from "dataloader";
import type { Context } from "../context.ts";
import { type ChosenTrees, leafNumbersOf } from "./groups.ts";
import type { Scope } from "./scope.ts";

/** What patterns are evaluated on; numbers that none of them looks at are not read. */
export async function observe(
  context: Context,
  patterns: readonly Pattern[],
  scope: Scope,
  part: ChosenTrees,
): Promise<Observations> {
  const evidence = new Set(patterns.flatMap(evidenceOf));
  const { leafSet, trees } = part;
  const { forest } = trees;
  const areas = evidence.has("area") ? await leafNumbersOf(context, scope, part, "areas") : null;
  const offObject = evidence.has("off-object") ? await leafNumbersOf(context, scope, part, "off_object") : null;
  return { leafSet, images: forest.trees, forest, areas, offObject };
}

export interface Observed {
  readonly tally: Tally;
  readonly observations: Observations;
}

/** The frequencies that an operation asks for share the trees of a filter. */
const loaders = new WeakMap<ChosenTrees, DataLoader<Pattern, Observed>>();

/** How often a pattern holds; all that an operation asks of these trees are counted together. */
export async function tallyOf(context: Context, pattern: Pattern, scope: Scope, part: ChosenTrees): Promise<Observed> {
  let loader = loaders.get(part);
  if (!loader) {
    loader = new DataLoader<Pattern, Observed>(
      async (patterns) => {
        const observations = await observe(context, patterns, scope, part);
        return tallyPatterns(patterns, observations, part.chosen).map((tally) => ({ tally, observations }));
      },
      // Equal patterns are not the same object.
      { cache: false },
    );
    loaders.set(part, loader);
  }
  return await loader.load(pattern);
}

export function sumOfTallies(tallies: readonly Tally[]): Tally {
  const total = { k: 0, n: 0, unknown: 0 };
  for (const { k, n, unknown } of tallies) {
    total.k += k;
    total.n += n;
    total.unknown += unknown;
  }
  return total;
}
