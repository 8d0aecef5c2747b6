"use client";

import { useQuery } from "@apollo/client/react";
import { Choice } from "../shell/choice.tsx";
import { StateLink } from "../shell/state-link.tsx";
import { Failure, Skeleton } from "../shell/states.tsx";
import { countOf } from "../text/count.ts";
import { patternText } from "./address.prepare.ts";
import { groupOf } from "./asked-methods.ts";
import { DiscoverPatternsQuery } from "./discover-query.ts";
import type { PatternJson } from "./pattern.prepare.ts";
import styles from "./saved-list.module.css";
import { SmallProbability } from "./small-probability.tsx";
import { uncached } from "./uncached.ts";
import type { Question } from "./use-question.ts";
import { proseOf } from "./verdict.prepare.ts";

const supports = [
  ["0", "any image"],
  ["0.25", "a quarter"],
  ["0.5", "half"],
  ["0.75", "three quarters"],
  ["1", "all"],
] as const;

const rates = [
  ["0.01", "1 %"],
  ["0.05", "5 %"],
  ["0.1", "10 %"],
  ["0.2", "20 %"],
] as const;

const shown = 40;

/** Clades, first pairs and last joiners that more images show than random merging would bring, by the chosen method. */
export function Discoveries({ question }: { question: Question }) {
  const { filter, method, change } = question;
  const support = supports.find(([value]) => value === question.support)?.[0] ?? "0.5";
  const rate = rates.find(([value]) => value === question.rate)?.[0] ?? "0.05";
  const variables = {
    filter: { ...filter, methods: [method.slug] },
    support: Number(support),
    rate: Number(rate),
    first: shown,
  };
  const { data, error, refetch } = useQuery(DiscoverPatternsQuery, { variables, ...uncached });
  const answer = data?.discoverPatterns;
  const group = answer?.__typename === "Discoveries" ? groupOf(answer.groups, method) : null;
  return (
    <>
      <div className={styles.thresholds}>
        <Choice
          label="On at least"
          value={support}
          options={supports}
          onChange={(value) => change({ support: value === "0.5" ? undefined : value })}
          testId="discover-support"
        />
        <Choice
          label="False discoveries"
          value={rate}
          options={rates}
          onChange={(value) => change({ rate: value === "0.05" ? undefined : value })}
          testId="discover-rate"
        />
      </div>
      {answer && answer.__typename !== "Discoveries" ? (
        <p className={styles.none}>{answer.message}</p>
      ) : group ? (
        group.n === 0 ? (
          <p className={styles.none}>No image is left to count by {method.name}.</p>
        ) : (
          <Found group={group} rate={rates.find(([value]) => value === rate)![1]} question={question} />
        )
      ) : error ? (
        <Failure error={error} onRetry={() => refetch().catch(() => {})} />
      ) : (
        [0, 1, 2].map((item) => <Skeleton key={item} height={52} className={styles.placeholder ?? ""} />)
      )}
    </>
  );
}

interface Group {
  n: number;
  tests: number;
  found: readonly {
    sentence: string;
    pattern: unknown;
    k: number;
    n: number;
    standsOut: boolean;
    adjusted: number;
  }[];
}

function Found({ group, rate, question }: { group: Group; rate: string; question: Question }) {
  const many = group.found.filter(({ standsOut }) => standsOut).length;
  return (
    <>
      <p className={styles.none} data-testid="discover-summary">
        {many === 0 ? "None" : many.toLocaleString("en")} of {countOf(group.tests, "possible pattern")}{" "}
        {many < 2 ? "stands" : "stand"} out on {countOf(group.n, "image")} by {question.method.name}
        {many === 0 ? ` at ${rate} false discoveries` : `; of those that do, at most ${rate} are expected to be chance`}{" "}
        (Benjamini–Hochberg; q is p, adjusted for all of them).
      </p>
      <ul>
        {group.found.map((found) => {
          const text = patternText(found.pattern as PatternJson);
          return (
            <li key={found.sentence}>
              <StateLink
                href={question.hrefOf({ pattern: text })}
                className={styles.item}
                aria-current={text === patternText(question.pattern) || undefined}
                data-testid="discovered-pattern"
              >
                <span className={styles.name}>{proseOf(found.sentence)}</span>
                <span className={styles.count} data-figures>
                  {found.k.toLocaleString("en")} / {found.n.toLocaleString("en")}
                </span>
                <span className={styles.tags}>
                  <span className={styles.tag} data-holds={found.standsOut || undefined}>
                    {found.standsOut ? "stands out" : "could be chance"}
                  </span>
                  <span className={styles.small}>
                    <SmallProbability symbol="q" log10={Math.log10(found.adjusted)} />
                  </span>
                </span>
              </StateLink>
            </li>
          );
        })}
      </ul>
      {group.found.length === shown && <p className={styles.none}>The first {shown}; ask for more images each.</p>}
    </>
  );
}
