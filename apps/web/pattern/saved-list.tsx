"use client";

import { Button } from "../shell/button.tsx";
import { StateLink } from "../shell/state-link.tsx";
import { Failure, Skeleton } from "../shell/states.tsx";
import { Discoveries } from "./discoveries.tsx";
import { runsOfModels } from "./frame-runs.ts";
import { ArchivedItem, SavedItem } from "./saved-item.tsx";
import styles from "./saved-list.module.css";
import type { Question } from "./use-question.ts";
import type { Saved } from "./use-saved.ts";

interface SavedListProps {
  question: Question;
  saved: Saved;
}

/** What is saved or archived, or what the runs' trees show by themselves. */
export function SavedList({ question, saved }: SavedListProps) {
  const { discovering, archived, change } = question;
  const title = discovering ? "Discovered" : archived ? "Archived" : "Saved";
  return (
    <aside className={styles.column} aria-label={`${title} patterns`}>
      <header className={styles.head}>
        <h2>{title}</h2>
        {archived && !discovering ? (
          <Button onClick={() => change({ archived: undefined })}>Saved</Button>
        ) : (
          <Button onClick={() => change({ discover: discovering ? undefined : "1" })} data-testid="pattern-discover">
            {discovering ? "Saved" : "Discover"}
          </Button>
        )}
      </header>
      {discovering ? <Discoveries question={question} /> : <Items question={question} saved={saved} />}
    </aside>
  );
}

function Items({ question, saved: { patterns, error, more, reload } }: SavedListProps) {
  const { archived } = question;
  if (!patterns) {
    if (error) return <Failure error={error} onRetry={reload} />;
    return [0, 1, 2].map((item) => <Skeleton key={item} height={56} className={styles.placeholder ?? ""} />);
  }
  return (
    <>
      {patterns.length === 0 && (
        <p className={styles.none}>
          {archived
            ? "Nothing is archived."
            : "Nothing yet. Save a pattern to count it again whenever images or runs are added."}
        </p>
      )}
      <ul>
        {patterns.map((pattern) => (
          <li key={pattern.id}>
            {archived ? (
              <ArchivedItem pattern={pattern} onRestored={reload} />
            ) : (
              <SavedItem pattern={pattern} runs={runsOfModels(question.runs, pattern.models)} question={question} />
            )}
          </li>
        ))}
      </ul>
      {more && <Button onClick={more}>Show more</Button>}
      {!archived && (
        <p className={styles.none}>
          <StateLink
            href={question.hrefOf({ archived: "1", discover: undefined })}
            className={styles.open}
            data-testid="show-archived"
          >
            Archived patterns
          </StateLink>
        </p>
      )}
    </>
  );
}
