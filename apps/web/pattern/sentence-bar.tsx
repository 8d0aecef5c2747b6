"use client";

import { useMemo, useState } from "react";
import type { Eligibility, PatternFrameQuery as Frame } from "../gql/graphql";
import { Button } from "../shell/button.tsx";
import { useKeys } from "../shell/keys.tsx";
import { shortLabel } from "../text/label.ts";
import { patternText } from "./address.prepare.ts";
import type { Counted } from "./count-figure.tsx";
import { type PatternJson, readSentence } from "./pattern.prepare.ts";
import { SavePattern } from "./save-pattern.tsx";
import styles from "./sentence-bar.module.css";
import { SentenceScope } from "./sentence-scope.tsx";
import { SentenceTerms } from "./sentence-terms.tsx";
import { SentenceText } from "./sentence-text.tsx";
import type { Question } from "./use-question.ts";
import type { SavedPattern } from "./use-saved.ts";
import { proseOf } from "./verdict.prepare.ts";

interface SentenceBarProps {
  frame: Frame;
  question: Question;
  /** What counts where nobody chose. */
  eligibility: Eligibility | null;
  /** Null while it is not counted, or refused. */
  counted: Counted | null;
  /** The saved pattern that asks the same. */
  kept: SavedPattern | null;
  onSaved: () => void;
}

/** What the one class that counts is called; null where it is not told. */
function classLabelOf(counted: Counted | null): string | null {
  const [only] = counted?.groups.flatMap(({ byClass }) => byClass ?? []) ?? [];
  return only ? shortLabel(only.class.label) : null;
}

/** The pattern as a sentence that one edits, word by word or as text. */
export function SentenceBar({ frame, question, eligibility, counted, kept, onSaved }: SentenceBarProps) {
  const [asText, setAsText] = useState(false);
  useKeys(useMemo(() => [{ key: "t", label: "write the pattern as text", run: () => setAsText(true) }], []));
  const { pattern, run, leaves, setPattern } = question;
  const terms = readSentence(pattern);
  const named = leaves === "models" ? run.models : run.models.map(({ id, family }) => ({ id, name: family }));
  if (asText) {
    return (
      <section className={styles.bar} aria-label="The pattern">
        <SentenceText
          key={patternText(pattern)}
          runIds={question.chosen.map(({ id }) => id)}
          leaves={leaves}
          names={named.map(({ name }) => name)}
          sentence={counted?.sentence ?? ""}
          onRead={(read) => {
            setPattern(read);
            setAsText(false);
          }}
          onClose={() => setAsText(false)}
        />
      </section>
    );
  }
  return (
    <section className={styles.bar} aria-label="The pattern">
      <div className={styles.words} data-testid="pattern-sentence">
        {terms ? (
          <SentenceTerms sentence={terms} models={named} onChange={setPattern} />
        ) : (
          <span className={styles.nested}>{counted ? proseOf(counted.sentence) : "This pattern"}</span>
        )}
        <SentenceScope frame={frame} question={question} eligibility={eligibility} classLabel={classLabelOf(counted)} />
      </div>
      <div className={styles.actions}>
        <Button kind="quiet" onClick={() => setAsText(true)} data-testid="pattern-as-text">
          As text
        </Button>
        {kept ? (
          <span className={styles.saved}>Saved</span>
        ) : counted ? (
          <SavePattern
            key={patternText(counted.pattern as PatternJson)}
            runId={run.id}
            pattern={counted.pattern as PatternJson}
            sentence={counted.sentence}
            modelsOf={leaves === "architectures" ? run.name : null}
            onSaved={onSaved}
          />
        ) : (
          <Button kind="primary" disabled>
            Save
          </Button>
        )}
      </div>
    </section>
  );
}
