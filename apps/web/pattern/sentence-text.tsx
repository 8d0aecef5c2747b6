"use client";

import { useApolloClient } from "@apollo/client/react";
import { type FormEvent, useState } from "react";
import { Button } from "../shell/button.tsx";
import { CompletedInput } from "./completed-input.tsx";
import { ReadPatternQuery } from "./frame-query.ts";
import type { Leaves } from "./frame-runs.ts";
import type { PatternJson } from "./pattern.prepare.ts";
import styles from "./sentence-bar.module.css";
import { uncached } from "./uncached.ts";

interface SentenceTextProps {
  runIds: readonly string[];
  leaves: Leaves;
  /** Of the leaves. */
  names: readonly string[];
  sentence: string;
  onRead: (pattern: PatternJson) => void;
  onClose: () => void;
}

/** The sentence as text; the API reads it, and says what it cannot read. */
export function SentenceText({ runIds, leaves, names, sentence, onRead, onClose }: SentenceTextProps) {
  const client = useApolloClient();
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get("sentence"));
    try {
      const variables = { sentence: text, runs: [...runIds], leaves };
      const { data } = await client.query({ query: ReadPatternQuery, variables, ...uncached });
      if (data?.readPattern.__typename === "PatternReading") onRead(data.readPattern.pattern as PatternJson);
      else setProblem(data?.readPattern.message ?? null);
    } catch {
      setProblem("Heatlas does not answer, so the sentence was not read; try again.");
    }
  };
  return (
    <form className={styles.text} onSubmit={submit} onKeyDown={(event) => event.key === "Escape" && onClose()}>
      <div className={styles.textRow}>
        <CompletedInput
          name="sentence"
          label="The pattern as a sentence"
          describedBy="sentence-help"
          invalid={problem !== null}
          initial={sentence}
          names={names}
        />
        <Button type="submit" kind="primary">
          Count
        </Button>
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
      {problem === null ? (
        <p id="sentence-help" className={styles.hint}>
          Models by their names; joins last, joins second to last, cluster first, form a clade, no two explain alike,
          has the smallest area, is more than 50 % off the object, is rated above 3; and, or, not, with brackets. Tab
          completes what stands marked.
        </p>
      ) : (
        <p id="sentence-help" className={styles.problem} role="alert" data-testid="pattern-problem">
          {problem}
        </p>
      )}
    </form>
  );
}
