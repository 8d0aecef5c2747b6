"use client";

import { useCallback, useMemo } from "react";
import type { Eligibility, PatternFilter, PatternFrameQuery } from "../gql/graphql";
import { chooseMethod, methodChoices } from "../run/method-choices.ts";
import { uuidOf } from "../shell/routes.ts";
import { type UrlQuery, useUrlState } from "../shell/url-state.ts";
import { patternText, readPatternText } from "./address.prepare.ts";
import type { PatternJson } from "./pattern.prepare.ts";

export type FrameRun = PatternFrameQuery["runs"]["edges"][number]["node"];
export type SavedPattern = PatternFrameQuery["patterns"]["edges"][number]["node"];

export const eligibilities = [
  ["every_right", "images that every model gets right"],
  ["some_wrong", "images that some model gets wrong"],
  ["every_wrong", "images that every model gets wrong"],
  ["all", "all images"],
] as const satisfies readonly (readonly [Eligibility, string])[];

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

/** What the address asks, completed: the newest run, its first model joining last, where the address says nothing. */
export function useQuestion(frame: PatternFrameQuery) {
  const { read, write } = useUrlState();
  const runs = useMemo(() => askable(frame.runs.edges.map(({ node }) => node)), [frame]);
  const run = runs.find(({ id }) => uuidOf(id) === read("run")) ?? runs[0]!;
  const asked = read("pattern");
  const pattern = useMemo<PatternJson>(
    () => readPatternText(asked) ?? { joinsLast: { leaf: run.models[0]!.id } },
    [asked, run],
  );
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
  const change = useCallback((changes: UrlQuery) => write({ run: uuidOf(run.id), ...changes }), [write, run]);
  const setPattern = useCallback((next: PatternJson) => change({ pattern: patternText(next) }), [change]);
  const discovering = read("discover") !== undefined;
  return { runs, discovering, run, pattern, methods, method, eligibility, imageSet, filter, change, setPattern };
}

export type Question = ReturnType<typeof useQuestion>;
