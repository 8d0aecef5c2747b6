"use client";

import { useMutation, useQuery } from "@apollo/client/react";
import { type FormEvent, useState } from "react";
import { Button } from "../shell/button.tsx";
import { Failure, Skeleton } from "../shell/states.tsx";
import { dayText } from "../text/day.ts";
import { AddPatternCommentMutation, PatternCommentsQuery, RemovePatternCommentMutation } from "./comment-query.ts";
import { keepPerson, readPerson } from "./person.ts";
import styles from "./saved-panel.module.css";
import { uncached } from "./uncached.ts";
import type { SavedPattern } from "./use-saved.ts";

const shown = 100;
const unreachable = "Heatlas does not answer, so nothing was changed; try again.";

interface CommentsProps {
  pattern: SavedPattern;
  onChange: () => void;
}

/** What people say of a pattern, oldest first; one's own can be taken back from the browser that wrote it. */
export function Comments({ pattern, onChange }: CommentsProps) {
  const [person, setPerson] = useState(readPerson);
  const [problem, setProblem] = useState<string | null>(null);
  const variables = { id: pattern.id, key: person.key, last: shown };
  const { data, previousData, error, refetch } = useQuery(PatternCommentsQuery, { variables, ...uncached });
  const [add, adding] = useMutation(AddPatternCommentMutation);
  const [remove, removing] = useMutation(RemovePatternCommentMutation);
  const settle = (answer: { __typename: string; message?: string } | undefined) => {
    const message = answer && "message" in answer ? (answer.message ?? null) : null;
    setProblem(message);
    if (message !== null) return false;
    refetch().catch(() => {});
    onChange();
    return true;
  };
  const fail = () => {
    setProblem(unreachable);
    return false;
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    const [author, text] = [String(given.get("author")), String(given.get("text"))];
    const input = { patternId: pattern.id, author, key: person.key, text };
    const added = await add({ variables: { input } }).then(
      ({ data: answer }) => settle(answer?.addPatternComment),
      fail,
    );
    if (!added) return;
    setPerson(keepPerson({ ...person, name: author }));
    form.querySelector("textarea")!.value = "";
  };
  const takeBack = (id: string) =>
    remove({ variables: { id, key: person.key } }).then(
      ({ data: answer }) => settle(answer?.removePatternComment),
      fail,
    );
  const comments = (data ?? previousData)?.pattern?.comments;
  return (
    <section aria-labelledby="comments" className={styles.comments}>
      <h3 id="comments">Comments</h3>
      {comments ? (
        <ol>
          {comments.pageInfo.hasPreviousPage && <li className={styles.then}>The latest {shown} of them.</li>}
          {comments.edges.map(({ node: { id, author, text, createdAt, isOwn } }) => (
            <li key={id} data-testid="comment">
              <p className={styles.author}>
                <b>{author}</b> <time dateTime={createdAt}>{dayText(createdAt)}</time>
                {isOwn && (
                  <button type="button" onClick={() => takeBack(id)} disabled={removing.loading}>
                    Remove
                  </button>
                )}
              </p>
              <p className={styles.text}>{text}</p>
            </li>
          ))}
        </ol>
      ) : error ? (
        <Failure error={error} onRetry={() => refetch().catch(() => {})} />
      ) : (
        pattern.commentCount > 0 && <Skeleton width="min(480px, 100%)" height={pattern.commentCount * 44} />
      )}
      <form className={styles.form} onSubmit={submit}>
        <input
          name="author"
          className={styles.input}
          aria-label="Your name"
          placeholder="Your name"
          defaultValue={person.name}
          autoComplete="name"
          required
          maxLength={200}
        />
        <textarea
          name="text"
          className={styles.input}
          aria-label="Comment"
          placeholder="What should others know about this pattern?"
          rows={2}
          required
          maxLength={4_000}
        />
        <Button type="submit" disabled={adding.loading} data-testid="comment-add">
          Comment
        </Button>
      </form>
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}
