"use client";

import { useQuery } from "@apollo/client/react";
import { GammaHistogram } from "../charts/gamma-histogram.tsx";
import type { GammaOverImagesQuery as Answer, ComparisonSideInput } from "../gql/graphql";
import { photograph } from "../shell/routes.ts";
import { StateLink } from "../shell/state-link.tsx";
import { Skeleton } from "../shell/states.tsx";
import { countOf } from "../text/count.ts";
import { shortLabel, stem } from "../text/label.ts";
import { scoreText } from "../text/probability.ts";
import styles from "./comparison-page.module.css";
import { GammaOverImagesQuery } from "./comparison-query.ts";

interface OverImagesProps {
  a: ComparisonSideInput;
  b: ComparisonSideInput;
  /** Where an image's own two trees stand. */
  hrefOf: (imageId: string) => string;
  view: string;
}

type Told = Extract<NonNullable<Answer["comparison"]>, { __typename: "TreeComparison" }>["overImages"];

/** Baker's gamma image by image: its distribution, and the images at both of its ends. */
export function OverImages({ a, b, hrefOf, view }: OverImagesProps) {
  const { data, error } = useQuery(GammaOverImagesQuery, { variables: { a, b } });
  const answer = data?.comparison;
  const told = answer?.__typename === "TreeComparison" ? answer.overImages : null;
  return (
    <section className={styles.section} aria-labelledby="over-images" data-testid="over-images">
      <h2 id="over-images">Over all images that both have</h2>
      {told ? (
        <Distribution told={told} hrefOf={hrefOf} view={view} />
      ) : error ? (
        <p className={styles.note}>It could not be read.</p>
      ) : (
        <Skeleton width="100%" height={118} />
      )}
    </section>
  );
}

function Distribution({ told, hrefOf, view }: { told: Told; hrefOf: OverImagesProps["hrefOf"]; view: string }) {
  if (told.mean == null) return <p className={styles.note}>Not told: {told.reason}.</p>;
  const sentence = distributionText(told);
  return (
    <>
      <p className={styles.note} data-figures data-testid="gamma-sentence">
        {sentence}
      </p>
      <GammaHistogram histogram={told.histogram} mean={told.mean} label={sentence} />
      <div className={styles.ends}>
        <End title="Least alike" images={told.lowest} hrefOf={hrefOf} view={view} />
        <End title="Most alike" images={told.highest} hrefOf={hrefOf} view={view} />
      </div>
    </>
  );
}

function distributionText({ n, mean, spread, quantiles, onlyA, onlyB }: Told): string {
  const at = (share: number) => scoreText(quantiles.find((quantile) => quantile.share === share)?.value);
  const spreadText = spread == null ? "" : ` ± ${scoreText(spread)}`;
  const middle = n > 1 ? `, median ${at(0.5)}, nine tenths between ${at(0.05)} and ${at(0.95)}` : "";
  const alone = onlyA + onlyB;
  const rest =
    alone === 0
      ? ""
      : ` ${countOf(alone, "image")} with a tree on one side only ${alone === 1 ? "is" : "are"} left out.`;
  return `Baker's gamma of ${countOf(n, "image")}: mean ${scoreText(mean)}${spreadText}${middle}.${rest}`;
}

interface EndProps {
  title: string;
  images: Told["lowest"];
  hrefOf: OverImagesProps["hrefOf"];
  view: string;
}

function End({ title, images, hrefOf, view }: EndProps) {
  return (
    <div>
      <h3>{title}</h3>
      <ul className={styles.images}>
        {images.map(({ image, gamma }) => {
          const name = image.truths[0] ? shortLabel(image.truths[0].class.label) : stem(image.name);
          return (
            <li key={image.id}>
              <StateLink href={hrefOf(image.id)} title={`${name}: γ ${scoreText(gamma)}`}>
                <img
                  src={photograph(image.id, view === "centre" ? "centre" : "whole", 96)}
                  alt={name}
                  width="56"
                  height="56"
                  loading="lazy"
                />
                <span data-figures>{scoreText(gamma)}</span>
              </StateLink>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
