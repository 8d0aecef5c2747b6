"use client";

import { useMutation, useQuery } from "@apollo/client/react";
import { useState } from "react";
import { chooseMethod } from "../run/method-choices.ts";
import { Button } from "../shell/button.tsx";
import { uuidOf } from "../shell/routes.ts";
import { StateLink } from "../shell/state-link.tsx";
import { Skeleton } from "../shell/states.tsx";
import { countOf } from "../text/count.ts";
import { patternText } from "./address.prepare.ts";
import { type AskedMethod, groupOf, methodsOf } from "./asked-methods.ts";
import { allRuns, type FrameRun } from "./frame-runs.ts";
import type { PatternJson } from "./pattern.prepare.ts";
import styles from "./saved-list.module.css";
import { ArchivePatternMutation, SavedCountQuery } from "./saved-query.ts";
import { uncached } from "./uncached.ts";
import type { Question } from "./use-question.ts";
import { useRefreshed } from "./use-refreshed.ts";
import type { SavedPattern } from "./use-saved.ts";
import { sinceSaving } from "./verdict.prepare.ts";

interface SavedItemProps {
  pattern: SavedPattern;
  /** All runs of its models. */
  runs: readonly FrameRun[];
  question: Question;
}

/** Counted over all runs of its models, as it was when it was saved: it opens there. */
export function SavedItem({ pattern, runs, question }: SavedItemProps) {
  if (runs.length === 0) {
    return (
      <div className={styles.item}>
        <span className={styles.name}>{pattern.name}</span>
        <span className={styles.tag}>no run has its models</span>
      </div>
    );
  }
  const methods = methodsOf(runs);
  // The method asked about, with its parameters: other runs may call it otherwise.
  const asked = methods.find(({ identity }) => identity === question.method.identity);
  const method = asked ?? (chooseMethod(methods, question.method.key) as AskedMethod);
  return <CountedItem pattern={pattern} runs={runs} method={method} question={question} />;
}

/** The count of a saved pattern now, by one method; undefined while it is counted. */
export function useSavedCount(pattern: SavedPattern, method: AskedMethod, runs: readonly FrameRun[]) {
  const variables = { id: pattern.id, filter: { methods: [method.slug] } };
  const { data, refetch } = useQuery(SavedCountQuery, { variables, ...uncached });
  useRefreshed(
    refetch,
    runs.reduce((sum, { progress }) => sum + progress.doneTrees, 0),
  );
  const answer = data?.patternFrequency;
  return answer && (answer.__typename === "PatternFrequency" ? groupOf(answer.groups, method) : null);
}

function CountedItem({ pattern, runs, method, question }: SavedItemProps & { method: AskedMethod }) {
  const group = useSavedCount(pattern, method, runs);
  const then = groupOf(pattern.countsAtSaving, method);
  const change = group && then && sinceSaving(then, group);
  const text = patternText(pattern.pattern as PatternJson);
  const current = runs.includes(question.run) && text === patternText(question.pattern);
  const run = runs.length > 1 ? `${uuidOf(runs[0]!.id)},${allRuns}` : uuidOf(runs[0]!.id);
  const here = Object.fromEntries(
    ["eligibility", "set", "class", "without", "setting", "leaves"].map((name) => [name, undefined]),
  );
  return (
    <StateLink
      href={question.hrefOf({ ...here, run, pattern: text, method: method.key })}
      className={styles.item}
      aria-current={current || undefined}
      title={`${pattern.sentence} By ${method.name}, in ${countOf(runs.length, "run")}.`}
      data-testid="saved-pattern"
    >
      <span className={styles.name}>{pattern.name}</span>
      {group ? (
        <span className={styles.count} data-figures>
          {group.n > 0 && `${group.k.toLocaleString("en")} / ${group.n.toLocaleString("en")}`}
        </span>
      ) : group === null ? (
        <span className={styles.count}>–</span>
      ) : (
        <Skeleton width={36} height={18} />
      )}
      <span className={styles.tags}>
        {group && <Verdict holds={group.holds ?? null} />}
        <span className={styles.small}>by {method.name}</span>
        {pattern.commentCount > 0 && <span className={styles.small}>{countOf(pattern.commentCount, "comment")}</span>}
        {change && <span className={styles.small}>{change}</span>}
      </span>
    </StateLink>
  );
}

/** k/n > ½, in words. */
function Verdict({ holds }: { holds: boolean | null }) {
  if (holds === null) return <span className={styles.tag}>no image counts</span>;
  return (
    <span className={styles.tag} data-holds={holds || undefined}>
      {holds ? "holds" : "on half or fewer"}
    </span>
  );
}

/** Out of the list, but not lost. */
export function ArchivedItem({ pattern, onRestored }: { pattern: SavedPattern; onRestored: () => void }) {
  const [archive, { loading }] = useMutation(ArchivePatternMutation);
  const [problem, setProblem] = useState<string | null>(null);
  const restore = () =>
    archive({ variables: { id: pattern.id, archived: false } }).then(
      ({ data }) => {
        const answer = data?.archivePattern;
        if (answer?.__typename === "Pattern") onRestored();
        else setProblem(answer?.message ?? null);
      },
      () => setProblem("Heatlas does not answer; try again."),
    );
  return (
    <div className={styles.item} data-testid="archived-pattern">
      <span className={styles.name} title={pattern.sentence}>
        {pattern.name}
      </span>
      <Button onClick={restore} disabled={loading}>
        Restore
      </Button>
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
