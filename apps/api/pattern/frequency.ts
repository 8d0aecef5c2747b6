import {
  type Answers,
  answerCodes,
  evaluatePattern,
  type Frequency,
  frequencyOf,
  type Pattern,
  type Tally,
  tallyAnswerGroups,
} from "@heatlas/engine";
import type { Context } from "../context.ts";
import { canonicalJson } from "../heatmap/identity.ts";
import { chanceOf } from "./chance.ts";
import type { Group, Grouping, Part } from "./groups.ts";
import type { Scope } from "./scope.ts";
import { sumOfTallies, tallyOf } from "./tallies.ts";

/** A part's trees, and how often the pattern holds. */
export interface AnsweredPart extends Part {
  readonly tally: Tally;
  /** Whether it holds on each; told when it is first asked for. */
  answers(): Answers;
}

/** How often a pattern holds by one method. */
export interface GroupFrequency extends Frequency {
  readonly pattern: Pattern;
  readonly grouping: Grouping;
  readonly method: string;
  readonly parameters: unknown;
  readonly parts: readonly AnsweredPart[];
  /** Trees of images that the filter or the eligibility leaves out. */
  readonly leftOut: number;
  /** Trees of images that a newer of the runs has too, and that count there. */
  readonly repeated: number;
  /** Images of the runs that have no tree by this method. */
  readonly withoutTree: number;
  /** Trees that count and whose shape was left to tie-breaking. */
  readonly ties: number;
}

const noTrees = { value: null, reason: "no image has a tree by this method under this setting yet" };

/** Counts images, one method at a time. */
export async function countPattern(context: Context, pattern: Pattern, grouping: Grouping): Promise<GroupFrequency[]> {
  return await Promise.all(grouping.groups.map((group) => countGroup(context, pattern, grouping, group)));
}

async function countGroup(
  context: Context,
  pattern: Pattern,
  grouping: Grouping,
  { method, parameters, parts: given }: Group,
): Promise<GroupFrequency> {
  const parts = await Promise.all(given.map((part) => answer(context, pattern, grouping.scope, part)));
  const tally = sumOfTallies(parts.map((part) => part.tally));
  const key = canonicalJson([method, parameters]);
  const isOwn = (each: { method: string; parameters: unknown }) =>
    each.method === method && canonicalJson([each.method, each.parameters]) === key;
  const runs = grouping.scope.runs.filter((run) => run.methods.some(isOwn));
  const images = runs.reduce((count, run) => count + run.imageCount, 0);
  const repeated = parts.reduce((count, part) => count + part.repeated, 0);
  const trees = parts.reduce((count, part) => count + part.chosen.length, 0);
  const counted = tally.n + tally.unknown;
  const frequency = frequencyOf(pattern, tally, await chanceOf(pattern, grouping.scope.leafSet));
  return {
    ...frequency,
    ...(trees === 0 && { interval: noTrees, tail: noTrees }),
    pattern,
    grouping,
    method,
    parameters,
    parts,
    leftOut: trees - counted - repeated,
    repeated,
    withoutTree: images - trees,
    ties: parts.reduce((count, part) => count + part.ties, 0),
  };
}

async function answer(context: Context, pattern: Pattern, scope: Scope, part: Part): Promise<AnsweredPart> {
  const { tally, observations } = await tallyOf(context, pattern, scope, part);
  let known: Answers | null = null;
  const answers = () => {
    known ??= evaluatePattern(pattern, observations);
    return known;
  };
  return { ...part, tally, answers };
}

/** Counts by the true class; images without one are in none. In the order of the classes. */
export function countByClass({ parts }: GroupFrequency): { index: number; tally: Tally }[] {
  const classCount = parts.reduce((most, { classes }) => classes.reduce((a, b) => Math.max(a, b), most), -1) + 1;
  const tallies = parts.map(({ answers, chosen, classes }) =>
    tallyAnswerGroups(answers(), onlyChosen(classes, chosen), classCount),
  );
  return Array.from({ length: classCount }, (_, index) => ({
    index,
    tally: sumOfTallies(tallies.map((each) => each[index]!)),
  })).filter(({ tally }) => tally.n + tally.unknown > 0);
}

function onlyChosen(groups: Int32Array, chosen: Uint8Array): Int32Array {
  return groups.map((group, t) => (chosen[t] === 1 ? group : -1));
}

/** Counts by run, in the scope's order. */
export function countByRun({ parts }: GroupFrequency): { part: AnsweredPart; tally: Tally }[] {
  return parts.map((part) => ({ part, tally: part.tally }));
}

/** A tree that was counted. */
export interface CountedTree {
  /** In the order of the runs and their images. */
  readonly position: number;
  readonly part: AnsweredPart;
  readonly tree: number;
}

/** The trees of one answer, from one position on or back from it: one page's. */
export function treesWith(
  { parts }: GroupFrequency,
  answer: keyof typeof answerCodes,
  page: { range: { gt?: number; lt?: number }; order: "asc" | "desc"; take: number },
): CountedTree[] {
  const { gt = -1, lt = Number.POSITIVE_INFINITY } = page.range;
  const code = answerCodes[answer];
  const found: CountedTree[] = [];
  const forward = page.order === "asc";
  for (const part of forward ? parts : parts.toReversed()) {
    const { trees, chosen, offset } = part;
    const answers = part.answers();
    const count = answers.length;
    for (let i = 0; i < count && found.length < page.take; i++) {
      const tree = forward ? i : count - 1 - i;
      if (chosen[tree] === 0 || answers[tree] !== code) continue;
      const position = offset + trees.positions[tree]!;
      if (position > gt && position < lt) found.push({ position, part, tree });
    }
  }
  return found;
}
