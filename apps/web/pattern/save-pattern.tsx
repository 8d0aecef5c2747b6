"use client";

import { useMutation } from "@apollo/client/react";
import { type FormEvent, useState } from "react";
import type { PatternInput } from "../gql/graphql";
import { Button } from "../shell/button.tsx";
import type { PatternJson } from "./pattern.prepare.ts";
import { SavePatternMutation } from "./saved-query.ts";
import styles from "./sentence-bar.module.css";
import { proseOf } from "./verdict.prepare.ts";

interface SavePatternProps {
  runId: string;
  /** In its canonical form. */
  pattern: PatternJson;
  sentence: string;
  /** Where the leaves are architectures: the run whose models stand for them. */
  modelsOf: string | null;
  onSaved: () => void;
}

/** Saves the pattern under a name. */
export function SavePattern({ runId, pattern, sentence, modelsOf, onSaved }: SavePatternProps) {
  const [naming, setNaming] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [save, saving] = useMutation(SavePatternMutation);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name"));
    const input = { name, runId, pattern: pattern as PatternInput };
    await save({ variables: { input } }).then(
      ({ data }) => {
        const answer = data?.savePattern;
        if (answer?.__typename === "Pattern") return onSaved();
        setProblem(answer?.message ?? null);
      },
      () => setProblem("Heatlas does not answer, so nothing was saved; try again."),
    );
  };
  if (!naming) {
    return (
      <Button kind="primary" onClick={() => setNaming(true)} data-testid="pattern-save">
        Save
      </Button>
    );
  }
  return (
    <form className={styles.save} onSubmit={submit} onKeyDown={(event) => event.key === "Escape" && setNaming(false)}>
      <input
        // biome-ignore lint/a11y/noAutofocus: it stands where the person has just asked for it.
        autoFocus
        name="name"
        className={styles.name}
        aria-label="The pattern's name"
        defaultValue={proseOf(sentence)}
        onFocus={(event) => event.currentTarget.select()}
        data-testid="pattern-name"
      />
      <Button type="submit" kind="primary" disabled={saving.loading}>
        Save
      </Button>
      {modelsOf !== null && (
        <p className={styles.about} data-testid="saved-about">
          A saved pattern is about models, not architectures: this one about those of {modelsOf}.
        </p>
      )}
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}
