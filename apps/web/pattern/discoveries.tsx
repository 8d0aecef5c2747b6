"use client";

import { useQuery } from "@apollo/client/react";
import Link from "next/link";
import { Failure, Skeleton } from "../shell/states.tsx";
import { countOf } from "../text/count.ts";
import { patternPath, patternText } from "./address.prepare.ts";
import { groupAmong } from "./group.ts";
import type { PatternJson } from "./pattern.prepare.ts";
import { DiscoverPatternsQuery, uncached } from "./pattern-query.ts";
import styles from "./saved-list.module.css";
import type { Question } from "./use-question.ts";
import { rarityOf } from "./verdict.prepare.ts";

/** Clades, first pairs and last joiners that more images show than random merging would bring, by the chosen method. */
export function Discoveries({ question }: { question: Question }) {
  const { run, filter, method, methods, eligibility, imageSet } = question;
  const variables = { filter: { ...filter, methods: [method.slug] }, support: 0.5 };
  const { data, error, refetch } = useQuery(DiscoverPatternsQuery, { variables, ...uncached });
  const answer = data?.discoverPatterns;
  if (!answer) {
    if (error) return <Failure error={error} onRetry={() => refetch().catch(() => {})} />;
    return [0, 1, 2].map((item) => <Skeleton key={item} height={52} className={styles.placeholder ?? ""} />);
  }
  if (answer.__typename !== "Discoveries") return <p className={styles.none}>{answer.message}</p>;
  const group = groupAmong(answer.groups, methods, method);
  if (!group || group.n === 0) return <p className={styles.none}>No image is left to count by {method.name}.</p>;
  return (
    <>
      <p className={styles.none}>
        {group.found.length === 0 ? "No pattern is" : "The most surprising patterns"} on at least half of{" "}
        {countOf(group.n, "image")} by {method.name}, of {countOf(group.tests, "pattern")} that could be.
      </p>
      <ul>
        {group.found.map((found) => {
          const pattern = found.pattern as PatternJson;
          const rarity = rarityOf(found.tail.log10);
          return (
            <li key={found.sentence}>
              <Link
                href={patternPath({
                  run: run.id,
                  pattern,
                  method: method.key,
                  eligibility,
                  set: imageSet?.id,
                  discover: true,
                })}
                className={styles.item}
                aria-current={patternText(pattern) === patternText(question.pattern) || undefined}
                data-testid="discovered-pattern"
              >
                <span className={styles.name}>{found.sentence.replace(/\.$/, "")}</span>
                <span className={styles.count} data-figures>
                  {found.k.toLocaleString("en")} / {found.n.toLocaleString("en")}
                </span>
                <span className={styles.tag} data-holds={found.standsOut || undefined}>
                  {found.standsOut ? "beyond chance" : "could be chance"}, {rarity.text}
                  {rarity.exponent !== null && <sup>{rarity.exponent}</sup>}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </>
  );
}
