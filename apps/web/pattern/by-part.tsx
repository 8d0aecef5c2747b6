"use client";

import { useQuery } from "@apollo/client/react";
import { useMemo, useState } from "react";
import { type IntervalInput, prepareIntervals } from "../charts/interval-plot.prepare.ts";
import { IntervalPlot } from "../charts/interval-plot.tsx";
import { type FragmentType, readFragment } from "../gql";
import type { PatternInput } from "../gql/graphql";
import { Button } from "../shell/button.tsx";
import { uuidOf } from "../shell/routes.ts";
import { Failure, Skeleton } from "../shell/states.tsx";
import { shortLabel } from "../text/label.ts";
import { patternText } from "./address.prepare.ts";
import { groupOf } from "./asked-methods.ts";
import { PartCountFragment, PatternPartsQuery } from "./count-query.ts";
import styles from "./in-parts.module.css";
import type { PatternJson } from "./pattern.prepare.ts";
import { uncached } from "./uncached.ts";
import type { Question } from "./use-question.ts";
import { useRefreshed } from "./use-refreshed.ts";

/** Rows that a person reads before asking for more. */
const fewRows = 20;

interface ByPartProps {
  part: "class" | "set" | "run" | "architecture";
  question: Question;
}

/** The count of one method in parts. */
export function ByPart({ part, question }: ByPartProps) {
  const [all, setAll] = useState(false);
  const { data, error, refetch } = useParts(question, part);
  useRefreshed(refetch, question.trees);
  const answer = data?.patternFrequency;
  const rows = useMemo(() => {
    if (answer?.__typename !== "PatternFrequency") return null;
    return rowsOf(groupOf(answer.groups, question.method), part);
  }, [answer, question.method, part]);
  if (!rows) {
    if (error) return <Failure error={error} onRetry={() => refetch().catch(() => {})} />;
    return <Skeleton width="min(620px, 100%)" height={120} />;
  }
  if (rows.length === 0) return <p className={styles.none}>{noRows[part]}</p>;
  // The largest first, but read in their own order.
  const most = new Set([...rows].sort((a, b) => b.n - a.n).slice(0, fewRows));
  const shown = all ? rows : rows.filter((row) => most.has(row));
  const selected = selectedOf(part, question);
  return (
    <>
      <IntervalPlot
        rows={prepareIntervals(shown)}
        selected={part === "run" && question.chosen.length > 1 ? undefined : selected}
        hrefOf={(key) => question.hrefOf(leadTo(part, key, question))}
      />
      {rows.length > shown.length && (
        <Button onClick={() => setAll(true)}>All {rows.length.toLocaleString("en")}</Button>
      )}
    </>
  );
}

const noRows = {
  architecture: "Only a pattern about one model can be asked of each architecture.",
  class: "No image that counts has a true class.",
  set: "No image that counts is in a set.",
  run: "No image counts.",
};

function selectedOf(part: ByPartProps["part"], { classIndex, imageSet, run, pattern }: Question) {
  if (part === "architecture") return run.models.find(({ id }) => JSON.stringify(pattern).includes(id))?.family;
  return { class: String(classIndex), set: imageSet?.id, run: run.id }[part];
}

/** A row chooses its images, or its model; the chosen one lets go of them. */
function leadTo(part: ByPartProps["part"], key: string, question: Question) {
  const { run, pattern } = question;
  if (part === "run") return { run: uuidOf(key), by: "method" };
  if (part === "architecture") {
    const leaf = run.models.find(({ family }) => family === key)?.id;
    return { pattern: patternText(withLeaf(pattern, leaf)) };
  }
  if (key === selectedOf(part, question)) return { [part]: undefined };
  return { [part]: part === "set" ? uuidOf(key) : key };
}

/** Counted over all classes, or sets, so that the others stand beside the one that is chosen. */
function useParts({ pattern, filter, method }: Question, part: ByPartProps["part"]) {
  const { classes, imageSets, ...rest } = filter;
  const variables = {
    pattern: pattern as PatternInput,
    filter: {
      ...rest,
      ...(part !== "class" && classes && { classes }),
      ...(part !== "set" && imageSets && { imageSets }),
      methods: [method.slug],
    },
    byClass: part === "class",
    byImageSet: part === "set",
    byRun: part === "run",
    byArchitecture: part === "architecture",
  };
  return useQuery(PatternPartsQuery, { variables, ...uncached });
}

type Parts = Extract<
  NonNullable<ReturnType<typeof useParts>["data"]>["patternFrequency"],
  { __typename: "PatternFrequency" }
>["groups"][number];

/** The same about another model. */
const withLeaf = (pattern: PatternJson, leaf: string | undefined): PatternJson =>
  JSON.parse(JSON.stringify(pattern), (key, value) => (key === "leaf" && leaf ? leaf : value));

function rowsOf(group: Parts | null, part: ByPartProps["part"]): IntervalInput[] {
  const chance = group?.chance?.probability ?? null;
  const rowOf = (key: string, name: string, count: FragmentType<typeof PartCountFragment>) => {
    const { k, n, interval } = readFragment(PartCountFragment, count);
    return { key, name, k, n, interval: interval ?? null, chance };
  };
  if (part === "class") {
    return (group?.byClass ?? []).map((row) => rowOf(String(row.class.index), shortLabel(row.class.label), row));
  }
  if (part === "architecture") {
    return (group?.byArchitecture ?? []).map((row) => ({
      ...rowOf(row.architecture, row.architecture, row),
      // Some of several models is likelier by chance than one.
      chance: row.models.length === 1 ? chance : null,
    }));
  }
  if (part === "set") return (group?.byImageSet ?? []).map((row) => rowOf(row.imageSet.id, row.imageSet.name, row));
  return (group?.byRun ?? []).map((row) => rowOf(row.run.id, row.run.name, row));
}
