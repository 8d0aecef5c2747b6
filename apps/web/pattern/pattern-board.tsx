"use client";

import { useQuery } from "@apollo/client/react";
import type { PatternFrameQuery as Frame, PatternInput } from "../gql/graphql";
import { Failure } from "../shell/states.tsx";
import { groupOf } from "./asked-methods.ts";
import { BySetting } from "./by-setting.tsx";
import { CommonTree } from "./common-tree.tsx";
import { CountFigure, CountFigureSkeleton } from "./count-figure.tsx";
import { PatternFrequencyQuery } from "./count-query.ts";
import { InParts } from "./in-parts.tsx";
import styles from "./pattern-board.module.css";
import { PatternBoardSkeleton } from "./pattern-board-skeleton.tsx";
import { PatternImages } from "./pattern-images.tsx";
import { SavedList } from "./saved-list.tsx";
import { SavedPanel } from "./saved-panel.tsx";
import { SentenceBar } from "./sentence-bar.tsx";
import { uncached } from "./uncached.ts";
import { useJudgement } from "./use-judgement.ts";
import { type Question, useQuestion } from "./use-question.ts";
import { useRefreshed } from "./use-refreshed.ts";
import { type Saved, useSaved } from "./use-saved.ts";

/** Saved patterns, the sentence, its count, the same in parts, and the pictures behind it. */
export function PatternBoard({ frame }: { frame: Frame }) {
  const question = useQuestion(frame);
  const saved = useSaved(question);
  const { pattern } = question;
  if (!pattern) return <PatternBoardSkeleton />;
  return <AskedBoard frame={frame} question={{ ...question, pattern }} saved={saved} />;
}

interface AskedBoardProps {
  frame: Frame;
  question: Question;
  saved: Saved;
}

function AskedBoard({ frame, question, saved }: AskedBoardProps) {
  const { pattern, filter, method, methods } = question;
  const nameClasses = question.classIndex !== undefined;
  const variables = { pattern: pattern as PatternInput, filter, nameClasses };
  const { data, previousData, error, loading, refetch } = useQuery(PatternFrequencyQuery, { variables, ...uncached });
  useRefreshed(refetch, question.trees);
  const judgement = useJudgement(question);
  const answer = data?.patternFrequency;
  const counted = answer?.__typename === "PatternFrequency" ? answer : null;
  const refusal = answer && answer.__typename !== "PatternFrequency" ? answer.message : null;
  const group = counted && groupOf(counted.groups, method);
  const previous = previousData?.patternFrequency;
  const eligibility =
    counted?.eligibility ?? (previous?.__typename === "PatternFrequency" ? previous.eligibility : null);
  const kept = saved.find(question, counted?.pattern ?? pattern);
  return (
    <div className={styles.board}>
      <SavedList question={question} saved={saved} />
      <div className={styles.main}>
        <SentenceBar
          frame={frame}
          question={question}
          eligibility={question.eligibility ?? eligibility}
          counted={counted}
          kept={kept}
          onSaved={saved.reload}
        />
        {refusal !== null ? (
          <Refusal message={refusal} />
        ) : error && !counted ? (
          <Failure error={error} onRetry={() => refetch().catch(() => {})} />
        ) : counted && group ? (
          <>
            <CountFigure counted={counted} group={group} question={question} judgement={judgement} />
            <div className={styles.parts}>
              <InParts counted={counted} question={question} />
              <CommonTree question={question} />
            </div>
            <PatternImages key={method.key} question={question} group={group} />
            <BySetting question={question} judgement={judgement} />
            {kept && <SavedPanel key={kept.id} pattern={kept} question={question} onChange={saved.reload} />}
          </>
        ) : (
          loading && <CountFigureSkeleton methods={methods.length} />
        )}
      </div>
    </div>
  );
}

/** What the API says is wrong with the question; it names the term and the way out. */
function Refusal({ message }: { message: string }) {
  return (
    <p className={styles.refusal} role="alert" data-testid="pattern-refusal">
      {message}
    </p>
  );
}
