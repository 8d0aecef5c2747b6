"use client";

import { useQuery } from "@apollo/client/react";
import Link from "next/link";
import { IntervalTrack } from "../charts/interval-track.tsx";
import { graphql } from "../gql/gql";
import type { AtlasQuery as AtlasData } from "../gql/graphql";
import { patternPath } from "../pattern/address.prepare.ts";
import type { PatternJson } from "../pattern/pattern.prepare.ts";
import { uncached } from "../pattern/uncached.ts";
import { shareText } from "../pattern/verdict.prepare.ts";
import { Skeleton } from "../shell/states.tsx";
import styles from "./findings.module.css";
import { toldGroup, verdictText } from "./saved-patterns.prepare.ts";

type Saved = AtlasData["patterns"]["edges"][number]["node"];

const SavedPatternNowQuery = graphql(`
  query SavedPatternNow($id: ID!) {
    patternFrequency(id: $id) {
      __typename
      ... on PatternFrequency {
        groups {
          method {
            slug
            name
          }
          k
          n
          holds
          interval {
            low
            high
          }
          chance {
            probability
          }
          byRun {
            run {
              id
            }
          }
        }
      }
    }
  }
`);

/** The patterns that people saved last, as they count now. */
export function SavedPatterns({ patterns }: { patterns: readonly Saved[] }) {
  if (patterns.length === 0) return null;
  return (
    <section aria-labelledby="saved-patterns">
      <h2 id="saved-patterns">Saved patterns</h2>
      <ul className={styles.findings}>
        {patterns.map((pattern) => (
          <li key={pattern.id}>
            <Card pattern={pattern} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Card({ pattern: { id, name, pattern } }: { pattern: Saved }) {
  const { data } = useQuery(SavedPatternNowQuery, { variables: { id }, ...uncached });
  if (!data) return <Skeleton className={styles.placeholder ?? ""} />;
  const answer = data.patternFrequency;
  const groups = answer.__typename === "PatternFrequency" ? answer.groups : [];
  const group = toldGroup(groups);
  const run = group?.byRun[0]?.run.id;
  if (!group || !run) {
    return (
      <div className={styles.card}>
        <span className={styles.sentence}>{name}</span>
        <span className={styles.note}>no image counts</span>
      </div>
    );
  }
  const { k, n, interval, chance, method } = group;
  const line = interval ? { from: interval.low * 100, width: (interval.high - interval.low) * 100 } : null;
  return (
    <Link
      href={patternPath({ run: `${run},all`, pattern: pattern as PatternJson, method: method.slug })}
      className={styles.card}
      data-testid="saved-card"
    >
      <span className={styles.sentence}>{name}</span>
      <span className={styles.note}>{verdictText(groups)}</span>
      <span className={styles.counted}>
        <IntervalTrack dot={(k / n) * 100} line={line} chance={chance ? chance.probability * 100 : null} chosen />
        <span className={styles.note}>
          <b>
            {k.toLocaleString("en")} of {n.toLocaleString("en")}
          </b>{" "}
          by {method.name}
          {chance && `; by chance on ${shareText(chance.probability).replace(" ", "\u00a0")}`}
        </span>
      </span>
    </Link>
  );
}
