import { type Tally, tallyAnswers } from "@heatlas/engine";
import type { Context } from "../context.ts";
import type { GroupFrequency } from "./frequency.ts";
import { membersOf } from "./groups.ts";
import { once } from "./once.ts";
import { sumOfTallies } from "./tallies.ts";

/** A page shows no more. */
const maxSets = 50;

/** Counts by image set, in the order of their names; an image of several sets counts in each. */
export async function countByImageSet(
  context: Context,
  { parts }: GroupFrequency,
): Promise<{ imageSetId: string; tally: Tally }[]> {
  const sets = await once(context, "image sets by name", () => readSets(context));
  const counts = await Promise.all(
    sets.map(async (set) => {
      const tallies = parts.map(async ({ run, layer, trees, answers, chosen }) => {
        const members = await membersOf(context, run, layer, set, trees);
        return tallyAnswers(
          answers(),
          chosen.map((byte, tree) => byte & members[tree]!),
        );
      });
      return { imageSetId: set.id, tally: sumOfTallies(await Promise.all(tallies)) };
    }),
  );
  return counts.filter(({ tally: { n, unknown } }) => n + unknown > 0);
}

async function readSets({ sql, project }: Context): Promise<{ id: string; revision: string }[]> {
  return await sql`select id, revision from image_set where project_id = ${project.id} order by name limit ${maxSets}`;
}
