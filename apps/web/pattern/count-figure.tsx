import Link from "next/link";
import type { ReactNode } from "react";
import type { PatternFrequencyQuery } from "../gql/graphql";
import { Facts } from "../shell/inspector.tsx";
import { Skeleton } from "../shell/states.tsx";
import { countOf } from "../text/count.ts";
import { patternPath } from "./address.prepare.ts";
import styles from "./count-figure.module.css";
import { Stability } from "./stability.tsx";
import type { Question } from "./use-question.ts";
import { asSentence, basisText, rarityOf, shareText } from "./verdict.prepare.ts";

export type Counted = Extract<PatternFrequencyQuery["patternFrequency"], { __typename: "PatternFrequency" }>;
export type CountedGroup = Counted["groups"][number];

interface CountFigureProps {
  counted: Counted;
  group: CountedGroup;
  question: Question;
}

/** The one large count, and beside it how sure it is. */
export function CountFigure({ counted, group, question }: CountFigureProps) {
  const { k, n } = group;
  return (
    <section className={styles.figure} aria-label="The count">
      <div>
        <p className={styles.count} data-figures data-testid="pattern-count">
          {n === 0 ? (
            <b>–</b>
          ) : (
            <>
              <a href="#for" title="The images for it">
                <b>{k.toLocaleString("en")}</b>
              </a>{" "}
              of <a href="#against">{n.toLocaleString("en")}</a>
            </>
          )}
        </p>
        <p className={styles.sentence}>
          {n === 1 ? "image" : "images"} on which {counted.sentence.replace(/\.$/, "")}, by {question.method.name}
        </p>
      </div>
      <div className={styles.facts}>
        <Facts
          facts={[
            ["Interval", intervalFact(group)],
            ["By chance", chanceFact(group)],
            ["Stability", <Stability key="stability" question={question} />],
            ["Not counted", notCounted(group, question)],
          ]}
        />
        <Notes counted={counted} group={group} question={question} />
      </div>
    </section>
  );
}

function intervalFact({ interval, intervalReason }: CountedGroup): ReactNode {
  if (!interval) return intervalReason && asSentence(intervalReason);
  return `${shareText(interval.low)} to ${shareText(interval.high)} (Wilson, 95 %)`;
}

function chanceFact({ chance, chanceReason, tail, k, n }: CountedGroup): ReactNode {
  if (!chance) return chanceReason && asSentence(chanceReason);
  // That at least none shows it is certain, and says nothing.
  const rarity = tail && k > 0 ? rarityOf(tail.log10) : null;
  const basis = basisText(chance);
  return (
    <>
      {shareText(chance.probability)} an image
      {rarity && (
        <>
          ; {k === n ? `all ${n}` : `${k} or more of ${n}`}: {rarity.text}
          {rarity.exponent !== null && <sup>{rarity.exponent}</sup>}
        </>
      )}
      {basis && ` (${basis})`}
    </>
  );
}

function notCounted({ leftOut, unknown, unknownReason, withoutTree }: CountedGroup, question: Question): ReactNode {
  const { run, pattern, method } = question;
  const others = [
    withoutTree > 0 && `${withoutTree.toLocaleString("en")} without a tree`,
    unknown > 0 &&
      `${unknown.toLocaleString("en")} that cannot be judged${unknownReason ? ` (${unknownReason.replace(/\.$/, "")})` : ""}`,
  ].filter((part) => part !== false);
  if (leftOut === 0) return others.length > 0 && others.join("; ");
  return (
    <>
      <Link
        href={patternPath({ run: run.id, pattern, method: method.key, eligibility: "all" })}
        className={styles.open}
        title="Count all images"
      >
        {leftOut.toLocaleString("en")} left out by the choice of images
      </Link>
      {others.map((other) => `; ${other}`)}
    </>
  );
}

function Notes({ counted, group, question }: CountFigureProps) {
  const nothing = group.n === 0 && group.leftOut > 0 && counted.eligibility !== "all";
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
      {group.ties > 0 && (
        <p className={styles.note}>{countOf(group.ties, "tree")} had equal distances: tie-breaking chose the shape.</p>
      )}
    </>
  );
}

export function CountFigureSkeleton({ methods }: { methods: number }) {
  return (
    <>
      <div className={styles.figure} aria-hidden="true">
        <Skeleton width={220} height={78} />
        <Skeleton width={320} height={78} />
      </div>
      <Skeleton width="min(620px, 100%)" height={28 + methods * 30 + 18} />
      <Skeleton width="min(620px, 100%)" height={160} />
    </>
  );
}
