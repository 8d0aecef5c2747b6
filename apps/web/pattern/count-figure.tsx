import type { ReactNode } from "react";
import { IntervalAxis, IntervalTrack } from "../charts/interval-track.tsx";
import { readFragment } from "../gql";
import type { PatternNumbersFragment as Numbers, PatternFrequencyQuery } from "../gql/graphql";
import { Facts } from "../shell/inspector.tsx";
import { Skeleton } from "../shell/states.tsx";
import styles from "./count-figure.module.css";
import { CountNotes, notCounted } from "./count-notes.tsx";
import { PatternNumbersFragment } from "./count-query.ts";
import { SmallProbability } from "./small-probability.tsx";
import { Stability } from "./stability.tsx";
import type { Judgement } from "./use-judgement.ts";
import type { Question } from "./use-question.ts";
import { asSentence, basisText, proseOf, shareText } from "./verdict.prepare.ts";

export type Counted = Extract<PatternFrequencyQuery["patternFrequency"], { __typename: "PatternFrequency" }>;

interface CountFigureProps {
  counted: Counted;
  group: Counted["groups"][number];
  question: Question;
  judgement: Judgement;
}

/** The one large count, and beside it how sure it is. */
export function CountFigure({ counted, group, question, judgement }: CountFigureProps) {
  const numbers = readFragment(PatternNumbersFragment, group);
  const { k, n } = numbers;
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
        <Share numbers={numbers} />
        <p className={styles.sentence}>
          {n === 1 ? "image" : "images"} on which {proseOf(counted.sentence)}, by {question.method.name}
        </p>
      </div>
      <div className={styles.facts}>
        <Facts
          facts={[
            ["Interval", intervalFact(numbers)],
            ["By chance", chanceFact(numbers)],
            ["Stability", <Stability key="stability" question={question} judgement={judgement} />],
            ["Not counted", notCounted(numbers, question)],
          ]}
        />
        <CountNotes counted={counted} numbers={numbers} question={question} />
      </div>
    </section>
  );
}

/** The share with its interval and the mark of chance. */
function Share({ numbers: { k, n, interval, chance } }: { numbers: Numbers }) {
  if (n === 0) return null;
  const line = interval ? { from: interval.low * 100, width: (interval.high - interval.low) * 100 } : null;
  const mark = chance ? chance.probability * 100 : null;
  return (
    <div className={styles.share} aria-hidden="true" data-testid="pattern-interval">
      <IntervalTrack dot={(k / n) * 100} line={line} chance={mark} chosen />
      <IntervalAxis chance={mark} />
    </div>
  );
}

function intervalFact({ interval, intervalReason }: Numbers): ReactNode {
  if (!interval) return intervalReason && asSentence(intervalReason);
  return `${shareText(interval.low)} to ${shareText(interval.high)} of such images (Wilson, 95 %)`;
}

function chanceFact({ chance, chanceReason, tail, k }: Numbers): ReactNode {
  if (!chance) return chanceReason && asSentence(chanceReason);
  const basis = basisText(chance);
  return (
    <span title="If the models merged at random, on each image by itself: P(K ≥ k) under Binomial(n, chance).">
      {shareText(chance.probability)} of images{basis && `, ${basis}`}
      {/* That at least none shows it is certain, and says nothing. */}
      {tail && k > 0 && (
        <>
          ; at least as often by chance: <SmallProbability symbol="p" log10={tail.log10} />
        </>
      )}
    </span>
  );
}

export function CountFigureSkeleton({ methods }: { methods: number }) {
  return (
    <>
      <div className={styles.figure} aria-hidden="true">
        <Skeleton width={264} height={124} />
        <Skeleton width={320} height={124} />
      </div>
      <Skeleton width="min(620px, 100%)" height={28 + methods * 30 + 18} />
      <Skeleton width="min(620px, 100%)" height={160} />
    </>
  );
}
