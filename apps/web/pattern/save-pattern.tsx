"use client";

import { useMutation } from "@apollo/client/react";
import { type FormEvent, useState } from "react";
import type { PatternInput } from "../gql/graphql";
import { Button } from "../shell/button.tsx";
import { patternText } from "./address.prepare.ts";
import type { PatternJson } from "./pattern.prepare.ts";
import { ArchivePatternMutation, SavePatternMutation } from "./pattern-query.ts";
import styles from "./sentence-bar.module.css";
import { type FrameRun, runOfModels, type SavedPattern } from "./use-question.ts";

interface SavePatternProps {
  saved: readonly SavedPattern[];
  run: FrameRun;
  /** In its canonical form. */
  pattern: PatternJson;
  sentence: string;
  onSaved: () => void;
}

/** Saves the pattern under a name, or takes one that is saved out of the list. */
export function SavePattern({ saved, run, pattern, sentence, onSaved }: SavePatternProps) {
  const [naming, setNaming] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [save, saving] = useMutation(SavePatternMutation);
  const [archive, archiving] = useMutation(ArchivePatternMutation);
  const kept = saved.find(
    (other) => runOfModels([run], other.models) && patternText(other.pattern as PatternJson) === patternText(pattern),
  );
  const settle = (result: { __typename: string; message?: string } | undefined) => {
    if (result?.__typename !== "Pattern") return setProblem(result?.message ?? null);
    setNaming(false);
    setProblem(null);
    onSaved();
  };
  const fail = () => setProblem("Heatlas does not answer, so nothing was saved; try again.");
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name"));
    const input = { name, runId: run.id, pattern: pattern as PatternInput };
    await save({ variables: { input } }).then(({ data }) => settle(data?.savePattern), fail);
  };
  if (kept) {
    const remove = () => archive({ variables: { id: kept.id } }).then(({ data }) => settle(data?.archivePattern), fail);
    return (
      <div className={styles.save}>
        <Button onClick={remove} disabled={archiving.loading} data-testid="pattern-archive">
          Take out of the list
        </Button>
        {problem && <Problem text={problem} />}
      </div>
    );
  }
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
        defaultValue={sentence.replace(/\.$/, "")}
        onFocus={(event) => event.currentTarget.select()}
        data-testid="pattern-name"
      />
      <Button type="submit" kind="primary" disabled={saving.loading}>
        Save
      </Button>
      {problem && <Problem text={problem} />}
    </form>
  );
}

function Problem({ text }: { text: string }) {
  return (
    <p className={styles.problem} role="alert">
      {text}
    </p>
  );
}
