"use client";

import { useCallback, useMemo, useState } from "react";
import { isSameSetting, readSettingAddress, usualSetting } from "../cluster/setting.prepare.ts";
import type { Eligibility, PatternFilter, PatternFrameQuery } from "../gql/graphql";
import { flaggedMaps } from "../heatmap/flagged.prepare.ts";
import { chooseMethod } from "../run/method-choices.ts";
import { uuidOf, withQuery } from "../shell/routes.ts";
import { type UrlQuery, useUrlState } from "../shell/url-state.ts";
import { patternText, readPatternText } from "./address.prepare.ts";
import { methodsOf } from "./asked-methods.ts";
import { askable, chosenRuns, type FrameRun, inModelsOf } from "./frame-runs.ts";
import type { PatternJson } from "./pattern.prepare.ts";
import { useMostSurprising } from "./use-most-surprising.ts";

export const eligibilities = [
  ["every_right", "images that every model gets right"],
  ["some_wrong", "images that some model gets wrong"],
  ["every_wrong", "images that every model gets wrong"],
  ["all", "all images"],
] as const satisfies readonly (readonly [Eligibility, string])[];

/** What stands in the address of a question, besides its pattern. */
const kept = [
  ...["run", "method", "eligibility", "set", "class", "without", "setting", "leaves"],
  ...["by", "discover", "support", "rate", "archived"],
];

/**
 * What the address asks, completed where it says nothing: the newest run, and what its trees show most beyond chance.
 * The pattern is null while that is looked for.
 */
export function useQuestion(frame: PatternFrameQuery) {
  const { read, write } = useUrlState();
  const runs = useMemo(() => askable(frame.runs.edges.map(({ node }) => node)), [frame]);
  // What comes while a person looks does not take the page away from them.
  const [newest] = useState(() => uuidOf(runs[0]!.id));
  const asked = read("run") ?? newest;
  const byArchitecture = read("leaves") === "architectures";
  const { chosen, all, alike, leaves } = useMemo(
    () => chosenRuns(runs, asked, byArchitecture ? "architectures" : "models"),
    [runs, asked, byArchitecture],
  );
  const run = chosen[0]!;
  const text = read("pattern");
  const given = useMemo(() => {
    const pattern = readPatternText(text);
    return pattern && leaves === "architectures" ? inModelsOf(run, pattern, runs) : pattern;
  }, [text, leaves, run, runs]);
  const methods = useMemo(() => methodsOf(chosen), [chosen]);
  const method = chooseMethod(methods, read("method")) as (typeof methods)[number];
  const eligibility = eligibilities.find(([value]) => value === read("eligibility"))?.[0];
  const imageSet = frame.imageSets.find(({ id }) => uuidOf(id) === read("set"));
  const classIndex = /^\d{1,6}$/.test(read("class") ?? "") ? Number(read("class")) : undefined;
  const withoutText = read("without");
  const withoutFlags = useMemo(
    () => flaggedMaps.flatMap(([flag]) => (withoutText?.split(",").includes(flag) ? [flag] : [])),
    [withoutText],
  );
  const settingText = read("setting");
  const setting = useMemo(() => {
    const asked = readSettingAddress(settingText);
    return isSameSetting(asked, usualSetting) ? undefined : asked;
  }, [settingText]);
  const filter = useMemo<PatternFilter>(
    () => ({
      runs: chosen.map(({ id }) => id),
      ...(imageSet && { imageSets: [imageSet.id] }),
      ...(classIndex !== undefined && { classes: [classIndex] }),
      ...(eligibility && { eligibility }),
      ...(withoutFlags.length > 0 && { withoutFlags }),
      ...(setting && { setting }),
      ...(leaves === "architectures" && { leaves }),
    }),
    [chosen, imageSet, classIndex, eligibility, withoutFlags, setting, leaves],
  );
  const surprising = useMostSurprising(filter, method, given !== null || isLarge(chosen));
  const pattern = given ?? (surprising === undefined ? null : (surprising ?? joinsLast(run)));
  const change = useCallback(
    (changes: UrlQuery) => write({ run: asked, pattern: pattern ? patternText(pattern) : undefined, ...changes }),
    [write, asked, pattern],
  );
  const setPattern = useCallback((next: PatternJson) => change({ pattern: patternText(next) }), [change]);
  const hrefOf = (changes: UrlQuery) =>
    withQuery("/pattern", {
      ...Object.fromEntries(kept.map((name) => [name, read(name)])),
      run: asked,
      pattern: pattern ? patternText(pattern) : undefined,
      ...changes,
    });
  const view = {
    discovering: read("discover") !== undefined,
    archived: read("archived") !== undefined,
    part: read("by") ?? "method",
    support: read("support"),
    rate: read("rate"),
  };
  const trees = chosen.reduce((sum, { progress }) => sum + progress.doneTrees, 0);
  const where = {
    runs,
    trees,
    chosen,
    all,
    alike,
    leaves,
    run,
    methods,
    method,
    eligibility,
    imageSet,
    classIndex,
    withoutFlags,
    setting,
    filter,
  };
  return { ...where, ...view, pattern, suggested: given === null, change, setPattern, hrefOf };
}

/** Images that are searched while a person waits for the page; more are searched when asked for. */
const isLarge = (runs: readonly FrameRun[]) => runs.reduce((sum, { imageCount }) => sum + imageCount, 0) > 20_000;

const joinsLast = ({ models }: FrameRun): PatternJson => ({ joinsLast: { leaf: models[0]!.id } });

/** With its pattern found. */
export type Question = ReturnType<typeof useQuestion> & { pattern: PatternJson };
