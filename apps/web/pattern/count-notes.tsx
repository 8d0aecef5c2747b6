import type { ReactNode } from "react";
import type { PatternNumbersFragment as Numbers } from "../gql/graphql";
import { StateLink } from "../shell/state-link.tsx";
import { countOf } from "../text/count.ts";
import styles from "./count-figure.module.css";
import type { Counted } from "./count-figure.tsx";
import type { Question } from "./use-question.ts";
import { asSentence } from "./verdict.prepare.ts";

/** Images that are not in n, and why; nothing where there are none. */
export function notCounted(numbers: Numbers, question: Question): ReactNode {
  const { leftOut, repeated, unknown, unknownReason, withoutTree } = numbers;
  const others = [
    repeated > 0 && `${repeated.toLocaleString("en")} of older runs, which a newer one has too`,
    withoutTree > 0 && `${withoutTree.toLocaleString("en")} without a tree`,
    unknown > 0 &&
      `${unknown.toLocaleString("en")} that cannot be judged${unknownReason ? ` (${unknownReason.replace(/\.$/, "")})` : ""}`,
  ].filter((part) => part !== false);
  if (leftOut === 0) return others.length > 0 && others.join("; ");
  return (
    <>
      <StateLink
        href={question.hrefOf({ eligibility: "all", set: undefined, class: undefined, without: undefined })}
        className={styles.open}
        title="Count all images"
      >
        {leftOut.toLocaleString("en")} left out by the choice of images
      </StateLink>
      {others.map((other) => `; ${other}`)}
    </>
  );
}

interface CountNotesProps {
  counted: Counted;
  numbers: Numbers;
  question: Question;
}

/** What a reader has to know before believing the number. */
export function CountNotes({ counted, numbers, question }: CountNotesProps) {
  const nothing = numbers.n === 0 && numbers.leftOut > 0 && counted.eligibility !== "all";
  return (
    <>
      {nothing && (
        <p className={styles.note}>
          <button
            type="button"
            className={styles.link}
            onClick={() => question.change({ eligibility: "all" })}
            data-testid="count-all"
          >
            Count all images
          </button>
        </p>
      )}
      {counted.eligibilityReason && <p className={styles.note}>{asSentence(counted.eligibilityReason)}</p>}
      {question.suggested && numbers.n > 0 && (
        <p className={styles.note}>
          Chosen from all that these trees show as the least likely by chance, which its p does not allow for: see{" "}
          <StateLink href={question.hrefOf({ discover: "1" })} className={styles.open}>
            Discover
          </StateLink>
          .
        </p>
      )}
      {numbers.ties > 0 && (
        <p className={styles.note}>
          {countOf(numbers.ties, "tree")} had equal distances: tie-breaking chose the shape.
        </p>
      )}
    </>
  );
}
