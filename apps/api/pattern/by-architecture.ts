import { evaluatePattern, type Pattern, type Tally, tallyAnswers } from "@heatlas/engine";
import type { Context } from "../context.ts";
import { type AnsweredPart, type GroupFrequency, observe } from "./frequency.ts";

/** Counts of the pattern with each architecture in the place of its one leaf; in the order of the newest run's models. */
export async function countByArchitecture(
  context: Context,
  { pattern, grouping, parts }: GroupFrequency,
): Promise<{ architecture: string; modelIds: string[]; tally: Tally }[]> {
  const leaf = onlyLeafOf(pattern);
  if (leaf === null) return [];
  const { scope } = grouping;
  const [newest] = scope.runs;
  const families = [...new Set(newest!.models.map(({ family }) => family))];
  return await Promise.all(
    families.map(async (architecture) => {
      const modelIds = newest!.models.flatMap(({ id, family }) => (family === architecture ? [id] : []));
      const patterns = modelIds.map((id) => withLeaf(pattern, id));
      const tally = { k: 0, n: 0, unknown: 0 };
      for (const part of parts) {
        const { k, n, unknown } = tallyAnswers(await answerSome(context, patterns, grouping, part), part.chosen);
        tally.k += k;
        tally.n += n;
        tally.unknown += unknown;
      }
      return { architecture, modelIds, tally };
    }),
  );
}

/** Whether some of the patterns holds: no, unknown and yes are ordered, and Kleene's "or" is the greatest. */
async function answerSome(
  context: Context,
  patterns: readonly Pattern[],
  { scope }: GroupFrequency["grouping"],
  part: AnsweredPart,
): Promise<Uint8Array> {
  const some = new Uint8Array(part.chosen.length);
  for (const pattern of patterns) {
    const answers = evaluatePattern(pattern, await observe(context, pattern, scope, part));
    for (let tree = 0; tree < some.length; tree++) some[tree] = Math.max(some[tree]!, answers[tree]!);
  }
  return some;
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
