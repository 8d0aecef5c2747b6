import {
  type Answers,
  answerCodes,
  evaluatePattern,
  evidenceOf,
  type Frequency,
  frequencyOf,
  type Observations,
  type Pattern,
  type Tally,
  tallyAnswerGroups,
  tallyAnswers,
} from "@heatlas/engine";
import type { Context } from "../context.ts";
import { chanceOf } from "./chance.ts";
import { type Group, type Grouping, leafNumbersOf, type Part } from "./groups.ts";
import type { Scope } from "./scope.ts";

/** A part's trees, and whether the pattern holds on each. */
export interface AnsweredPart extends Part {
  readonly answers: Answers;
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
  const tally = sum(parts.map(({ answers, chosen }) => tallyAnswers(answers, chosen)));
  const runs = grouping.scope.runs.filter((run) => run.methods.some((each) => each.method === method));
  const images = runs.reduce((count, run) => count + run.imageCount, 0);
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
    leftOut: trees - counted,
    withoutTree: images - trees,
    ties: parts.reduce((count, part) => count + part.ties, 0),
  };
}

async function answer(context: Context, pattern: Pattern, scope: Scope, part: Part): Promise<AnsweredPart> {
  const observations = await observe(context, pattern, scope, part);
  return { ...part, answers: evaluatePattern(pattern, observations) };
}

/** What a pattern is evaluated on; numbers that it does not look at are not read. */
export async function observe(
  context: Context,
  pattern: Pattern,
  scope: Scope,
  part: Pick<Part, "run" | "layer" | "leafSet" | "trees">,
): Promise<Observations> {
  const evidence = evidenceOf(pattern);
  const { leafSet, trees } = part;
  const { forest } = trees;
  const areas = evidence.includes("area") ? await leafNumbersOf(context, scope, part, "areas") : null;
  const offObject = evidence.includes("off-object") ? await leafNumbersOf(context, scope, part, "off_object") : null;
  return { leafSet, images: forest.trees, forest, areas, offObject };
}

function sum(tallies: readonly Tally[]): Tally {
  const total = { k: 0, n: 0, unknown: 0 };
  for (const { k, n, unknown } of tallies) {
    total.k += k;
    total.n += n;
    total.unknown += unknown;
  }
  return total;
}

/** Counts by the true class; images without one are in none. In the order of the classes. */
export function countByClass({ parts }: GroupFrequency): { index: number; tally: Tally }[] {
  const classCount = parts.reduce((most, { classes }) => classes.reduce((a, b) => Math.max(a, b), most), -1) + 1;
  const tallies = parts.map(({ answers, chosen, classes }) =>
    tallyAnswerGroups(answers, onlyChosen(classes, chosen), classCount),
  );
  return Array.from({ length: classCount }, (_, index) => ({
    index,
    tally: sum(tallies.map((each) => each[index]!)),
  })).filter(({ tally }) => tally.n + tally.unknown > 0);
}

function onlyChosen(groups: Int32Array, chosen: Uint8Array): Int32Array {
  return groups.map((group, t) => (chosen[t] === 1 ? group : -1));
}

/** Counts by run, in the scope's order. */
export function countByRun({ parts }: GroupFrequency): { part: AnsweredPart; tally: Tally }[] {
  return parts.map((part) => ({ part, tally: tallyAnswers(part.answers, part.chosen) }));
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
    const { trees, answers, chosen, offset } = part;
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
