"use client";

import { useMemo, useState } from "react";
import type { Eligibility, PatternFrameQuery as Frame } from "../gql/graphql";
import { Button } from "../shell/button.tsx";
import { useKeys } from "../shell/keys.tsx";
import { uuidOf } from "../shell/routes.ts";
import { countOf } from "../text/count.ts";
import { shortMethod } from "../text/label.ts";
import { patternText } from "./address.prepare.ts";
import { Chip } from "./chip.tsx";
import { type PatternJson, readSentence } from "./pattern.prepare.ts";
import { SavePattern } from "./save-pattern.tsx";
import styles from "./sentence-bar.module.css";
import { SentenceTerms } from "./sentence-terms.tsx";
import { SentenceText } from "./sentence-text.tsx";
import { eligibilities, type Question } from "./use-question.ts";

interface SentenceBarProps {
  frame: Frame;
  question: Question;
  /** What counts where nobody chose. */
  eligibility: Eligibility | null;
  /** Null while it is not counted, or refused. */
  sentence: string | null;
  canonical: unknown;
  onSaved: () => void;
}

/** The pattern as a sentence that one edits, word by word or as text. */
export function SentenceBar({ frame, question, eligibility, sentence, canonical, onSaved }: SentenceBarProps) {
  const [asText, setAsText] = useState(false);
  useKeys(useMemo(() => [{ key: "t", label: "write the pattern as text", run: () => setAsText(true) }], []));
  const { pattern, run, setPattern } = question;
  const terms = readSentence(pattern);
  return (
    <section className={styles.bar} aria-label="The pattern">
      {asText ? (
        <SentenceText
          key={patternText(pattern)}
          runId={run.id}
          sentence={sentence ?? ""}
          onRead={(read) => {
            setPattern(read);
            setAsText(false);
          }}
          onClose={() => setAsText(false)}
        />
      ) : (
        <>
          <div className={styles.words} data-testid="pattern-sentence">
            {terms ? (
              <SentenceTerms sentence={terms} models={run.models} onChange={setPattern} />
            ) : (
              <span className={styles.nested}>{sentence?.replace(/\.$/, "") ?? "This pattern"}</span>
            )}
            <Scope frame={frame} question={question} eligibility={eligibility} />
          </div>
          <div className={styles.actions}>
            <Button kind="quiet" onClick={() => setAsText(true)} data-testid="pattern-as-text">
              As text
            </Button>
            {sentence === null ? (
              <Button kind="primary" disabled>
                Save
              </Button>
            ) : (
              <SavePattern
                key={patternText((canonical ?? pattern) as PatternJson)}
                saved={frame.patterns.edges.map(({ node }) => node)}
                run={run}
                pattern={(canonical ?? pattern) as PatternJson}
                sentence={sentence}
                onSaved={onSaved}
              />
            )}
          </div>
        </>
      )}
    </section>
  );
}

/** Over which trees it is asked. */
function Scope({ frame, question, eligibility }: Pick<SentenceBarProps, "frame" | "question" | "eligibility">) {
  const { runs, run, methods, method, imageSet, change } = question;
  return (
    <>
      <span>in</span>
      <Chip
        label="Run"
        value={run.id}
        options={runs.map(({ id, name, models }) => [id, `${name}, ${countOf(models.length, "model")}`] as const)}
        onChange={(id) => change(moved(question, id))}
        testId="pattern-run"
      />
      <span>on</span>
      <Chip
        label="Which images count"
        value={eligibility ?? ""}
        options={eligibility ? eligibilities : [["", "images…"], ...eligibilities]}
        onChange={(value) => change({ eligibility: value })}
        testId="pattern-eligibility"
      />
      {frame.imageSets.length > 0 && (
        <>
          <span>of</span>
          <Chip
            label="Image set"
            value={imageSet?.id ?? ""}
            options={[["", "any set"], ...frame.imageSets.map(({ id, name }) => [id, name] as const)]}
            onChange={(id) => change({ set: id === "" ? undefined : uuidOf(id) })}
          />
        </>
      )}
      <span>by</span>
      <Chip
        label="Method"
        value={method.key}
        options={methods.map(({ key, name }) => [key, shortMethod(name)] as const)}
        onChange={(key) => change({ method: key })}
        testId="pattern-method"
      />
    </>
  );
}

/** Another run keeps the pattern only where it has the same models. */
function moved({ runs, run, pattern }: Question, id: string) {
  const known = new Set(runs.find((other) => other.id === id)?.models.map((model) => model.id));
  const same = run.models.length === known.size && run.models.every((model) => known.has(model.id));
  return { run: uuidOf(id), pattern: same ? patternText(pattern) : undefined };
}
