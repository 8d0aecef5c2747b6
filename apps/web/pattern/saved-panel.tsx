"use client";

import { useMutation } from "@apollo/client/react";
import { type FormEvent, useState } from "react";
import { Button } from "../shell/button.tsx";
import { countOf } from "../text/count.ts";
import { dayText } from "../text/day.ts";
import { groupOf } from "./asked-methods.ts";
import { Comments } from "./comments.tsx";
import { useSavedCount } from "./saved-item.tsx";
import styles from "./saved-panel.module.css";
import { ArchivePatternMutation, RenamePatternMutation } from "./saved-query.ts";
import type { Question } from "./use-question.ts";
import type { SavedPattern } from "./use-saved.ts";
import { sinceSaving } from "./verdict.prepare.ts";

interface SavedPanelProps {
  pattern: SavedPattern;
  question: Question;
  onChange: () => void;
}

/** What is kept of a saved pattern: its name, what its count was, and what people say of it. */
export function SavedPanel({ pattern, question, onChange }: SavedPanelProps) {
  return (
    <section aria-label="The saved pattern" className={styles.panel} data-testid="saved-panel">
      <Head pattern={pattern} onChange={onChange} />
      <ThenAndNow pattern={pattern} question={question} />
      <Comments pattern={pattern} onChange={onChange} />
    </section>
  );
}

function ThenAndNow({ pattern, question }: Pick<SavedPanelProps, "pattern" | "question">) {
  const now = useSavedCount(pattern, question.method, question.alike);
  const then = groupOf(pattern.countsAtSaving, question.method);
  const day = dayText(pattern.createdAt);
  if (!then) return <p className={styles.then}>Saved on {day}, before anything could be counted.</p>;
  const counted = `${then.k.toLocaleString("en")} of ${countOf(then.n, "image")}`;
  if (!now) return <p className={styles.then}>{`Saved on ${day}, at ${counted}.`}</p>;
  return (
    <p className={styles.then} data-testid="then-and-now">
      {sinceSaving(then, now)
        ? `Saved on ${dayText(then.countedAt)} at ${counted}; over all runs of its models it is ${now.k.toLocaleString("en")} of ${now.n.toLocaleString("en")} now.`
        : `Saved on ${dayText(then.countedAt)} at ${counted}; nothing has changed it since.`}
    </p>
  );
}

/** The name, to change; and a way out of the list. */
function Head({ pattern, onChange }: Pick<SavedPanelProps, "pattern" | "onChange">) {
  const [naming, setNaming] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [rename, renaming] = useMutation(RenamePatternMutation);
  const [archive, archiving] = useMutation(ArchivePatternMutation);
  const settle = (answer: { __typename: string; message?: string } | undefined) => {
    if (answer?.__typename !== "Pattern") return setProblem(answer?.message ?? null);
    setNaming(false);
    setProblem(null);
    onChange();
  };
  const fail = () => setProblem("Heatlas does not answer, so nothing was changed; try again.");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name"));
    rename({ variables: { id: pattern.id, name } }).then(({ data }) => settle(data?.renamePattern), fail);
  };
  const away = () =>
    archive({ variables: { id: pattern.id, archived: true } }).then(({ data }) => settle(data?.archivePattern), fail);
  return (
    <>
      {naming ? (
        <form
          className={styles.head}
          onSubmit={submit}
          onKeyDown={(event) => event.key === "Escape" && setNaming(false)}
        >
          <input
            // biome-ignore lint/a11y/noAutofocus: it stands where the person has just asked for it.
            autoFocus
            name="name"
            className={styles.input}
            aria-label="The pattern's name"
            defaultValue={pattern.name}
            data-testid="pattern-new-name"
          />
          <Button type="submit" kind="primary" disabled={renaming.loading}>
            Rename
          </Button>
          <Button kind="quiet" onClick={() => setNaming(false)}>
            Cancel
          </Button>
        </form>
      ) : (
        <div className={styles.head}>
          <h2 data-testid="saved-name">{pattern.name}</h2>
          <Button onClick={() => setNaming(true)} data-testid="pattern-rename">
            Rename
          </Button>
          <Button onClick={away} disabled={archiving.loading} data-testid="pattern-archive">
            Archive
          </Button>
        </div>
      )}
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
