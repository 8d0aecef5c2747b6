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
import { Tabs } from "../shell/tabs.tsx";
import { shortLabel, shortMethod } from "../text/label.ts";
import { groupOf } from "./asked-methods.ts";
import type { Counted } from "./count-figure.tsx";
import { PartCountFragment, PatternNumbersFragment, PatternPartsQuery } from "./count-query.ts";
import styles from "./in-parts.module.css";
import { uncached } from "./uncached.ts";
import type { Question } from "./use-question.ts";

const parts = [
  ["method", "method"],
  ["class", "class"],
  ["set", "image set"],
  ["run", "run"],
] as const;

/** The same pattern side by side: by method, for methods on one image are not independent; by class, image set, run. */
export function InParts({ counted, question }: { counted: Counted; question: Question }) {
  const part = parts.find(([value]) => value === question.part)?.[0] ?? "method";
  return (
    <section aria-labelledby="in-parts" className={styles.parts}>
      <header className={styles.head}>
        <h2 id="in-parts">The same pattern by</h2>
        <Tabs
          label="Count it by"
          value={part}
          options={parts}
          onChange={(by) => question.change({ by: by === "method" ? undefined : by })}
          testId="pattern-by"
        />
      </header>
      {part === "method" ? (
        <ByMethod counted={counted} question={question} />
      ) : (
        <ByPart key={part} part={part} question={question} />
      )}
    </section>
  );
}

function ByMethod({ counted, question }: { counted: Counted; question: Question }) {
  const { methods, method, hrefOf } = question;
  const rows = methods.flatMap((each): IntervalInput[] => {
    const group = groupOf(counted.groups, each);
    if (!group) return [];
    const { k, n, interval, chance } = readFragment(PatternNumbersFragment, group);
    const name = shortMethod(each.name);
    return [{ key: each.key, name, k, n, interval: interval ?? null, chance: chance?.probability ?? null }];
  });
  return <IntervalPlot rows={prepareIntervals(rows)} selected={method.key} hrefOf={(key) => hrefOf({ method: key })} />;
}

/** Rows that a person reads before asking for more. */
const fewRows = 20;

interface ByPartProps {
  part: "class" | "set" | "run";
  question: Question;
}

function ByPart({ part, question }: ByPartProps) {
  const [all, setAll] = useState(false);
  const { data, error, refetch } = useParts(question, part);
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
  const selected = { class: String(question.classIndex), set: question.imageSet?.id, run: question.run.id }[part];
  return (
    <>
      <IntervalPlot
        rows={prepareIntervals(shown)}
        selected={part === "run" && question.chosen.length > 1 ? undefined : selected}
        hrefOf={(key) => question.hrefOf(leadTo(part, key, selected))}
      />
      {rows.length > shown.length && (
        <Button onClick={() => setAll(true)}>All {rows.length.toLocaleString("en")}</Button>
      )}
    </>
  );
}

const noRows = {
  class: "No image that counts has a true class.",
  set: "No image that counts is in a set.",
  run: "No image counts.",
};

/** A row chooses its images; the chosen one lets go of them. */
function leadTo(part: ByPartProps["part"], key: string, selected: string | undefined) {
  if (part === "run") return { run: uuidOf(key), by: "method" };
  if (key === selected) return { [part]: undefined };
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
  };
  return useQuery(PatternPartsQuery, { variables, ...uncached });
}

type Parts = Extract<
  NonNullable<ReturnType<typeof useParts>["data"]>["patternFrequency"],
  { __typename: "PatternFrequency" }
>["groups"][number];

function rowsOf(group: Parts | null, part: ByPartProps["part"]): IntervalInput[] {
  const chance = group?.chance?.probability ?? null;
  const rowOf = (key: string, name: string, count: FragmentType<typeof PartCountFragment>) => {
    const { k, n, interval } = readFragment(PartCountFragment, count);
    return { key, name, k, n, interval: interval ?? null, chance };
  };
  if (part === "class") {
    return (group?.byClass ?? []).map((row) => rowOf(String(row.class.index), shortLabel(row.class.label), row));
  }
  if (part === "set") return (group?.byImageSet ?? []).map((row) => rowOf(row.imageSet.id, row.imageSet.name, row));
  return (group?.byRun ?? []).map((row) => rowOf(row.run.id, row.run.name, row));
}
