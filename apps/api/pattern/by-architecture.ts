import { type Pattern, type Tally, tallyPatterns } from "@heatlas/engine";
import type { Context } from "../context.ts";
import type { GroupFrequency } from "./frequency.ts";
import { observe, sumOfTallies } from "./tallies.ts";

/** Counts of the pattern with each architecture in the place of its one leaf; in the order of the newest run's models. */
export async function countByArchitecture(
  context: Context,
  { pattern, grouping, parts }: GroupFrequency,
): Promise<{ architecture: string; modelIds: string[]; tally: Tally }[]> {
  const leaf = onlyLeafOf(pattern);
  if (leaf === null) return [];
  const { scope } = grouping;
  const [newest] = scope.runs;
  const families = [...new Set(newest!.models.map(({ family }) => family))].map((architecture) => {
    const modelIds = newest!.models.flatMap(({ id, family }) => (family === architecture ? [id] : []));
    return { architecture, modelIds };
  });
  const patterns = families.map(({ modelIds }) => holdsOfSome(pattern, modelIds));
  const tallies = await Promise.all(
    parts.map(async (part) => tallyPatterns(patterns, await observe(context, patterns, scope, part), part.chosen)),
  );
  return families.map((family, place) => ({ ...family, tally: sumOfTallies(tallies.map((each) => each[place]!)) }));
}

function holdsOfSome(pattern: Pattern, modelIds: readonly string[]): Pattern {
  const each = modelIds.map((id) => withLeaf(pattern, id));
  return each.length === 1 ? each[0]! : { any: each };
}

/** The leaf that the pattern names, where it names only one; null where it names several, or none. */
function onlyLeafOf(pattern: Pattern): string | null {
  const named = new Set<string>();
  let several = false;
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, content] of Object.entries(value)) {
      if (key === "leaf") named.add(String(content));
      else if (key === "leaves") several = true;
      else visit(content);
    }
  };
  visit(pattern);
  return !several && named.size === 1 ? [...named][0]! : null;
}

function withLeaf(pattern: Pattern, leaf: string): Pattern {
  return JSON.parse(JSON.stringify(pattern), (key, value) => (key === "leaf" ? leaf : value)) as Pattern;
}
