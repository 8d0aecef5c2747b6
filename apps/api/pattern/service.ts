import { type Discoveries, type DiscoverySetting, discoverPatterns as discover, type Pattern } from "@heatlas/engine";
import type { Context } from "../context.ts";
import { InputError } from "../errors.ts";
import type { Filter } from "./filter.ts";
import { countPattern, type GroupFrequency } from "./frequency.ts";
import { type Grouping, groupTrees } from "./groups.ts";
import { joinForests } from "./join-forests.ts";
import { once } from "./once.ts";
import { getSaved, type Question, readQuestion, refuseOtherThanOne } from "./question.ts";
import { getScope } from "./scope.ts";

/** How often a pattern holds, method by method. */
export interface PatternFrequency {
  readonly pattern: Pattern;
  readonly grouping: Grouping;
  readonly groups: readonly GroupFrequency[];
}

/** What is read for a filter, and which trees count by it. Throws InputError, NotFoundError. */
export async function groupTreesOf(context: Context, filter: Filter, modelIds?: readonly string[]): Promise<Grouping> {
  return await once(context, `trees ${JSON.stringify([filter, modelIds])}`, async () =>
    groupTrees(context, await getScope(context, filter, modelIds)),
  );
}

/** Throws InputError, NotFoundError. */
export async function patternFrequency(
  context: Context,
  question: Question,
  filter: Filter,
): Promise<PatternFrequency> {
  refuseOtherThanOne(question);
  const saved = question.id == null ? null : await getSaved(context, question.id);
  const grouping = await groupTreesOf(context, filter, saved?.modelIds);
  const pattern = saved?.predicate ?? readQuestion(question, grouping.scope.leafSet, context.project);
  return { pattern, grouping, groups: await countPattern(context, pattern, grouping) };
}

/** What a sentence or a pattern says about these runs, without counting it. Throws InputError, NotFoundError. */
export async function readPatternOf(context: Context, question: Question, filter: Filter) {
  refuseOtherThanOne(question);
  const saved = question.id == null ? null : await getSaved(context, question.id);
  const scope = await getScope(context, filter, saved?.modelIds);
  return { scope, pattern: saved?.predicate ?? readQuestion(question, scope.leafSet, context.project) };
}

export interface GroupDiscoveries extends Discoveries {
  readonly method: string;
  readonly parameters: unknown;
  readonly grouping: Grouping;
}

/** Patterns that more images show than random merging would, method by method. Throws InputError, NotFoundError. */
export async function discoverPatterns(
  context: Context,
  filter: Filter,
  setting: DiscoverySetting,
): Promise<{ grouping: Grouping; groups: GroupDiscoveries[] }> {
  refuseNoShare("support", "support", setting.support);
  refuseNoShare("falseDiscoveryRate", "false-discovery rate", setting.falseDiscoveryRate);
  const grouping = await groupTreesOf(context, filter);
  const { leafSet } = grouping.scope;
  const groups = grouping.groups.map(({ method, parameters, parts }) => ({
    ...discover(joinForests(parts, leafSet), leafSet, setting),
    method,
    parameters,
    grouping,
  }));
  return { grouping, groups };
}

function refuseNoShare(field: string, name: string, share: number): void {
  if (share >= 0 && share <= 1) return;
  throw new InputError(`The ${name} is ${share}; it is a share, from 0 to 1.`, field);
}
