"use client";

import { useQuery } from "@apollo/client/react";
import Link from "next/link";
import type { PatternFrameQuery as Frame } from "../gql/graphql";
import { chooseMethod, methodChoices } from "../run/method-choices.ts";
import { Button } from "../shell/button.tsx";
import { Skeleton } from "../shell/states.tsx";
import { patternPath, patternText } from "./address.prepare.ts";
import { Discoveries } from "./discoveries.tsx";
import { groupOf } from "./group.ts";
import type { PatternJson } from "./pattern.prepare.ts";
import { SavedCountQuery, uncached } from "./pattern-query.ts";
import styles from "./saved-list.module.css";
import { type FrameRun, type Question, runOfModels, type SavedPattern } from "./use-question.ts";

/** What is saved, or what the run's trees show by themselves. */
export function SavedList({ frame, question }: { frame: Frame; question: Question }) {
  const saved = frame.patterns.edges.map(({ node }) => node);
  const { discovering, change } = question;
  return (
    <aside className={styles.column} aria-label={discovering ? "Discovered patterns" : "Saved patterns"}>
      <header className={styles.head}>
        <h2>{discovering ? "Discovered" : "Saved"}</h2>
        <Button onClick={() => change({ discover: discovering ? undefined : "1" })} data-testid="pattern-discover">
          {discovering ? "Saved" : "Discover"}
        </Button>
      </header>
      {discovering ? (
        <Discoveries question={question} />
      ) : saved.length === 0 ? (
        <p className={styles.none}>Nothing yet. Save a pattern to count it again whenever images or runs are added.</p>
      ) : (
        <ul>
          {saved.map((pattern) => (
            <li key={pattern.id}>
              <SavedItem saved={pattern} question={question} />
            </li>
          ))}
        </ul>
      )}
    </aside>
  );
}

/** Counted where it opens: in this run, or in the newest of its models. */
function SavedItem({ saved, question }: { saved: SavedPattern; question: Question }) {
  const run = runOfModels([question.run, ...question.runs], saved.models);
  if (!run) {
    return (
      <div className={styles.item}>
        <span className={styles.name}>{saved.name}</span>
        <span className={styles.tag}>no run has its models</span>
      </div>
    );
  }
  return <CountedItem saved={saved} run={run} question={question} />;
}

function CountedItem({ saved, run, question }: { saved: SavedPattern; run: FrameRun; question: Question }) {
  const methods = methodChoices(run.methods);
  const method = chooseMethod(methods, question.method.key)!;
  const { eligibility, imageSet } = question;
  const filter = { ...question.filter, runs: [run.id] };
  const { data } = useQuery(SavedCountQuery, { variables: { id: saved.id, filter }, ...uncached });
  const answer = data?.patternFrequency;
  const group = answer?.__typename === "PatternFrequency" ? groupOf(answer.groups, methods, method) : null;
  const pattern = saved.pattern as PatternJson;
  const current = run.id === question.run.id && patternText(pattern) === patternText(question.pattern);
  return (
    <Link
      href={patternPath({ run: run.id, pattern, method: method.key, eligibility, set: imageSet?.id })}
      className={styles.item}
      aria-current={current || undefined}
      title={`${saved.sentence} By ${method.name}, in ${run.name}.`}
      data-testid="saved-pattern"
    >
      <span className={styles.name}>{saved.name}</span>
      {group?.n === 0 ? null : group ? (
        <span className={styles.count} data-figures>
          {group.k.toLocaleString("en")} / {group.n.toLocaleString("en")}
        </span>
      ) : answer ? (
        <span className={styles.count}>–</span>
      ) : (
        <Skeleton width={36} height={18} />
      )}
      {group && <Verdict holds={group.holds ?? null} />}
    </Link>
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
