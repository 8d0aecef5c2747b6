"use client";

import { useQuery } from "@apollo/client/react";
import type { PatternFrameQuery as Frame, PatternInput } from "../gql/graphql";
import { Failure } from "../shell/states.tsx";
import { ByMethod } from "./by-method.tsx";
import { CountFigure, CountFigureSkeleton } from "./count-figure.tsx";
import { groupOf } from "./group.ts";
import styles from "./pattern-board.module.css";
import { PatternBoardSkeleton } from "./pattern-board-skeleton.tsx";
import { PatternImages } from "./pattern-images.tsx";
import { PatternFrequencyQuery, uncached } from "./pattern-query.ts";
import { SavedList } from "./saved-list.tsx";
import { SentenceBar } from "./sentence-bar.tsx";
import { type Question, useQuestion } from "./use-question.ts";

/** Saved patterns, the sentence, its count, the same by each method, and the pictures behind it. */
export function PatternBoard({ frame, onSaved }: { frame: Frame; onSaved: () => void }) {
  const question = useQuestion(frame);
  const { pattern } = question;
  if (!pattern) return <PatternBoardSkeleton />;
  return <AskedBoard frame={frame} question={{ ...question, pattern }} onSaved={onSaved} />;
}

function AskedBoard({ frame, question, onSaved }: { frame: Frame; question: Question; onSaved: () => void }) {
  const { pattern, filter, method, methods } = question;
  const variables = { pattern: pattern as PatternInput, filter };
  const { data, previousData, error, loading, refetch } = useQuery(PatternFrequencyQuery, { variables, ...uncached });
  const answer = data?.patternFrequency;
  const counted = answer?.__typename === "PatternFrequency" ? answer : null;
  const refusal = answer && answer.__typename !== "PatternFrequency" ? answer.message : null;
  const group = counted && groupOf(counted.groups, methods, method);
  const previous = previousData?.patternFrequency;
  const eligibility =
    counted?.eligibility ?? (previous?.__typename === "PatternFrequency" ? previous.eligibility : null);
  return (
    <div className={styles.board}>
      <SavedList frame={frame} question={question} />
      <div className={styles.main}>
        <SentenceBar
          frame={frame}
          question={question}
          eligibility={question.eligibility ?? eligibility}
          sentence={counted?.sentence ?? null}
          canonical={counted?.pattern ?? null}
          onSaved={onSaved}
        />
        {refusal !== null ? (
          <Refusal message={refusal} />
        ) : error && !counted ? (
          <Failure error={error} onRetry={() => refetch().catch(() => {})} />
        ) : counted && group ? (
          <>
            <CountFigure counted={counted} group={group} question={question} />
            <ByMethod counted={counted} question={question} />
            <PatternImages key={method.key} question={question} group={group} />
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
