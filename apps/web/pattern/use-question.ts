"use client";

import { useQuery } from "@apollo/client/react";
import { useCallback, useMemo } from "react";
import type { Eligibility, PatternFilter, PatternFrameQuery } from "../gql/graphql";
import { chooseMethod, type MethodChoice, methodChoices } from "../run/method-choices.ts";
import { uuidOf } from "../shell/routes.ts";
import { type UrlQuery, useUrlState } from "../shell/url-state.ts";
import { patternText, readPatternText } from "./address.prepare.ts";
import { groupAmong } from "./group.ts";
import type { PatternJson } from "./pattern.prepare.ts";
import { DiscoverPatternsQuery, uncached } from "./pattern-query.ts";

export type FrameRun = PatternFrameQuery["runs"]["edges"][number]["node"];
export type SavedPattern = PatternFrameQuery["patterns"]["edges"][number]["node"];

export const eligibilities = [
  ["every_right", "images that every model gets right"],
  ["some_wrong", "images that some model gets wrong"],
  ["every_wrong", "images that every model gets wrong"],
  ["all", "all images"],
] as const satisfies readonly (readonly [Eligibility, string])[];

/** Images that are searched while a person waits for the page; more are searched when asked for. */
const quicklySearched = 20_000;

/** Runs whose trees can be asked: of two models at least, with a tree at least. */
export const askable = (runs: readonly FrameRun[]) =>
  runs.filter(({ models, progress }) => models.length > 1 && progress.doneTrees > 0);

/** The newest run of exactly these models. */
export function runOfModels(runs: readonly FrameRun[], models: readonly { id: string }[]): FrameRun | undefined {
  const keyOf = (list: readonly { id: string }[]) =>
    list
      .map(({ id }) => id)
      .sort()
      .join();
  return runs.find((run) => keyOf(run.models) === keyOf(models));
}

/**
 * What the address asks, completed where it says nothing: the newest run, and what its trees show most beyond chance.
 * The pattern is null while that is looked for.
 */
export function useQuestion(frame: PatternFrameQuery) {
  const { read, write } = useUrlState();
  const runs = useMemo(() => askable(frame.runs.edges.map(({ node }) => node)), [frame]);
  const run = runs.find(({ id }) => uuidOf(id) === read("run")) ?? runs[0]!;
  const asked = read("pattern");
  const given = useMemo(() => readPatternText(asked), [asked]);
  const methods = useMemo(() => methodChoices(run.methods), [run]);
  const method = chooseMethod(methods, read("method"))!;
  const eligibility = eligibilities.find(([value]) => value === read("eligibility"))?.[0];
  const imageSet = frame.imageSets.find(({ id }) => uuidOf(id) === read("set"));
  const filter = useMemo<PatternFilter>(
    () => ({
      runs: [run.id],
      ...(imageSet && { imageSets: [imageSet.id] }),
      ...(eligibility && { eligibility }),
    }),
    [run, imageSet, eligibility],
  );
  const surprising = useMostSurprising(filter, methods, method, given !== null || run.imageCount > quicklySearched);
  const pattern = given ?? (surprising === undefined ? null : (surprising ?? joinsLast(run)));
  const change = useCallback(
    (changes: UrlQuery) =>
      write({ run: uuidOf(run.id), pattern: pattern ? patternText(pattern) : undefined, ...changes }),
    [write, run, pattern],
  );
  const setPattern = useCallback((next: PatternJson) => change({ pattern: patternText(next) }), [change]);
  const discovering = read("discover") !== undefined;
  return { runs, discovering, run, pattern, methods, method, eligibility, imageSet, filter, change, setPattern };
}

/** Undefined while it is looked for; null where no image counts. */
function useMostSurprising(
  filter: PatternFilter,
  methods: readonly MethodChoice[],
  method: MethodChoice,
  skip: boolean,
): PatternJson | null | undefined {
  const variables = { filter: { ...filter, methods: [method.slug] }, support: 0 };
  const { data, error } = useQuery(DiscoverPatternsQuery, { variables, skip, ...uncached });
  const answer = data?.discoverPatterns;
  const pattern = useMemo(() => {
    if (answer?.__typename !== "Discoveries") return null;
    return (groupAmong(answer.groups, methods, method)?.found[0]?.pattern as PatternJson | undefined) ?? null;
  }, [answer, methods, method]);
  return skip || answer || error ? pattern : undefined;
}

const joinsLast = ({ models }: FrameRun): PatternJson => ({ joinsLast: { leaf: models[0]!.id } });

/** With its pattern found. */
export type Question = ReturnType<typeof useQuestion> & { pattern: PatternJson };
