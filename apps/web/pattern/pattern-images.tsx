"use client";

import { useQuery } from "@apollo/client/react";
import Link from "next/link";
import { type CSSProperties, useState } from "react";
import { settingAddress } from "../cluster/setting.prepare.ts";
import { type FragmentType, readFragment } from "../gql";
import type { PatternInput } from "../gql/graphql";
import { Button } from "../shell/button.tsx";
import { clusterPath, photograph } from "../shell/routes.ts";
import { Failure, Skeleton } from "../shell/states.tsx";
import { shortLabel, stem } from "../text/label.ts";
import { groupOf, keyInRun } from "./asked-methods.ts";
import type { Counted } from "./count-figure.tsx";
import { PatternImagesQuery, PatternNumbersFragment, PatternPicturesFragment } from "./count-query.ts";
import styles from "./pattern-images.module.css";
import { SaveImages } from "./save-images.tsx";
import { uncached } from "./uncached.ts";
import type { Question } from "./use-question.ts";
import { useRefreshed } from "./use-refreshed.ts";

const firstPage = 48;
const largestPage = 200;

/** The pictures behind the count, for and against; each opens its tree. */
export function PatternImages({ question, group }: { question: Question; group: Counted["groups"][number] }) {
  const [first, setFirst] = useState(firstPage);
  const { pattern, filter, method } = question;
  const { data, previousData, error, refetch } = useQuery(PatternImagesQuery, {
    variables: { pattern: pattern as PatternInput, filter: { ...filter, methods: [method.slug] }, first },
    ...uncached,
  });
  useRefreshed(refetch, question.trees);
  const answer = (data ?? previousData)?.patternFrequency;
  const images = answer?.__typename === "PatternFrequency" ? groupOf(answer.groups, method) : null;
  const { k, n, unknown } = readFragment(PatternNumbersFragment, group);
  if (n + unknown === 0) return null;
  if (error && !images) return <Failure error={error} onRetry={() => refetch().catch(() => {})} />;
  const more = first === firstPage ? () => setFirst(largestPage) : null;
  const shared = { question, more };
  return (
    <div>
      <div className={styles.sides}>
        <Pictures {...shared} id="for" title="For" count={k} images={images?.for} />
        <Pictures {...shared} id="against" title="Against" count={n - k} images={images?.against} />
        {unknown > 0 && (
          <Pictures {...shared} id="unknown" title="Cannot be judged" count={unknown} images={images?.unknown} />
        )}
      </div>
      <p className={styles.file}>
        <SaveImages question={question} />
      </p>
    </div>
  );
}

interface PicturesProps {
  id: string;
  title: string;
  count: number;
  images: FragmentType<typeof PatternPicturesFragment> | undefined;
  question: Question;
  more: (() => void) | null;
}

function Pictures({ id, title, count, images, question: { chosen, run, method, setting }, more }: PicturesProps) {
  const shown = readFragment(PatternPicturesFragment, images);
  const view = run.view === "centre" ? "centre" : "whole";
  const awaited = Math.min(count, firstPage);
  return (
    <section
      aria-labelledby={id}
      className={styles.side}
      style={{ "--across": Math.min(6, Math.max(2, awaited)) } as CSSProperties}
    >
      <h2 id={id}>
        {title} <span data-figures>{count.toLocaleString("en")}</span>
      </h2>
      <ul className={styles.pictures}>
        {shown
          ? shown.edges.map(({ node: { image, run: own } }) => {
              const home = chosen.find(({ id }) => id === own.id) ?? run;
              const name = image.truths[0] ? shortLabel(image.truths[0].class.label) : stem(image.name);
              return (
                <li key={image.id}>
                  <Link
                    href={clusterPath(home.id, {
                      image: image.id,
                      method: keyInRun(home, method) ?? method.key,
                      setting: setting && settingAddress(setting),
                    })}
                    title={`${name}: its tree`}
                    data-testid={`pattern-${id}`}
                  >
                    <img src={photograph(image.id, view, 144)} alt={name} loading="lazy" width="62" height="62" />
                  </Link>
                </li>
              );
            })
          : Array.from({ length: awaited }, (_, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: places are all alike.
              <li key={place}>
                <Skeleton width={62} height={62} />
              </li>
            ))}
      </ul>
      {count === 0 && <p className={styles.none}>none</p>}
      {shown?.pageInfo.hasNextPage &&
        (more ? (
          <Button onClick={more}>Show more</Button>
        ) : (
          <p className={styles.none}>
            the first {shown.edges.length.toLocaleString("en")}; choose fewer images to see others
          </p>
        ))}
    </section>
  );
}
