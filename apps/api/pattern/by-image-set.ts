import { type Tally, tallyAnswers } from "@heatlas/engine";
import type { Context } from "../context.ts";
import type { GroupFrequency } from "./frequency.ts";
import { membersOf } from "./groups.ts";

/** A page shows no more. */
const maxSets = 50;

/** Counts by image set, in the order of their names; an image of several sets counts in each. */
export async function countByImageSet(
  context: Context,
  { parts }: GroupFrequency,
): Promise<{ imageSetId: string; tally: Tally }[]> {
  const { sql, project } = context;
  const sets = await sql<{ id: string; revision: string }[]>`
    select id, revision from image_set where project_id = ${project.id} order by name limit ${maxSets}`;
  const counts = await Promise.all(
    sets.map(async (set) => {
      const tally = { k: 0, n: 0, unknown: 0 };
      for (const { run, layer, trees, answers, chosen } of parts) {
        const members = await membersOf(context, run, layer, set, trees);
        const { k, n, unknown } = tallyAnswers(
          answers,
          chosen.map((byte, tree) => byte & members[tree]!),
        );
        tally.k += k;
        tally.n += n;
        tally.unknown += unknown;
      }
      return { imageSetId: set.id, tally };
    }),
  );
  return counts.filter(({ tally: { n, unknown } }) => n + unknown > 0);
}
