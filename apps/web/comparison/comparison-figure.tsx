"use client";

import type { ReactNode } from "react";
import { sharedClades, type TangledTree } from "../charts/tanglegram.prepare.ts";
import { Tanglegram } from "../charts/tanglegram.tsx";
import { type FragmentType, readFragment } from "../gql";
import type { ComparedSideFragment, ComparisonQuery } from "../gql/graphql";
import { Facts } from "../shell/inspector.tsx";
import { countOf, listText } from "../text/count.ts";
import { scoreText } from "../text/probability.ts";
import { AgreementTable } from "./agreement-table.tsx";
import styles from "./comparison-page.module.css";
import { ComparedTreeFragment } from "./comparison-query.ts";
import { DifferenceSection } from "./difference-section.tsx";
import { detailOf, findingOf, sideTitles, type ToldSide } from "./finding.prepare.ts";
import { TangleTable } from "./tangle-table.tsx";

export type Compared = Extract<NonNullable<ComparisonQuery["comparison"]>, { __typename: "TreeComparison" }>;

const treeOf = ({ merges, leafOrder }: ComparedSideFragment): TangledTree => ({
  merges,
  leafOrder,
  leafCount: leafOrder.length,
});

/** A side as sentences speak of it; `method` tells it from the run's other methods. */
export function toldOf(masked: FragmentType<typeof ComparedTreeFragment>, method: string | undefined): ToldSide {
  const { run, setting, image, imageCount, method: own } = readFragment(ComparedTreeFragment, masked);
  return {
    run,
    method: method ?? own.name,
    setting,
    image: image && { id: image.id, name: image.name, truth: image.truths[0]?.class.label ?? null },
    imageCount,
  };
}

/** The title of a comparison. */
export function findingTold(compared: Compared, sides: readonly [ToldSide, ToldSide]): string {
  return findingOf(sideTitles(...sides), compared.bakersGamma ?? null);
}

interface ComparisonFigureProps {
  compared: Compared;
  sides: readonly [ToldSide, ToldSide];
  /** Stands between the numbers of the trees and those of the similarities. */
  children: ReactNode;
}

/** Title, tanglegram, its table, and the numbers of how alike both trees are. */
export function ComparisonFigure({ compared, sides, children }: ComparisonFigureProps) {
  const [a, b] = [readFragment(ComparedTreeFragment, compared.a), readFragment(ComparedTreeFragment, compared.b)];
  const [left, right] = [treeOf(a), treeOf(b)];
  const names = compared.models.map(({ name }) => name);
  const titles = sideTitles(...sides);
  const clusters = left.merges.length - 1;
  const shared = sharedClades(left).length;
  const detail = detailOf({
    gamma: compared.bakersGamma ?? null,
    reason: compared.bakersGammaReason ?? null,
    permutation: compared.permutation ?? null,
    shared,
    clusters,
  });
  const title = findingTold(compared, sides);
  return (
    <>
      <header className={styles.head}>
        <h1 data-testid="finding">{title}</h1>
        <p data-figures data-testid="gamma">
          {detail}
        </p>
        <Notes compared={compared} a={a} b={b} />
      </header>
      <Tanglegram
        left={left}
        right={right}
        names={names}
        titles={titles}
        label={`Tanglegram of ${countOf(names.length, "model")}. ${detail}`}
      />
      <p className={styles.legend}>
        <span data-shared="true">in a cluster that both trees have</span>
        <span data-shared="false">in none</span>
      </p>
      <TangleTable left={left} right={right} names={names} titles={titles} />
      <div className={styles.numbers}>
        <section className={styles.section} aria-labelledby="numbers">
          <h2 id="numbers">In numbers</h2>
          <Facts
            facts={[
              ["Baker's gamma", scoreText(compared.bakersGamma)],
              [
                "Cophenetic r",
                compared.copheneticCorrelation == null
                  ? `– (${compared.copheneticCorrelationReason})`
                  : scoreText(compared.copheneticCorrelation),
              ],
              ["Entanglement", `${scoreText(compared.entanglement)} (0: no crossing)`],
              ["Models", listText(names)],
              ["Ties", tiesText(a.ties, b.ties)],
            ]}
          />
        </section>
        <AgreementTable partitions={compared.partitions} />
      </div>
      {children}
      <DifferenceSection
        difference={compared.similarityDifference}
        reason={compared.similarityDifferenceReason}
        leafOrder={left.leafOrder}
        names={names}
        titles={titles}
      />
    </>
  );
}

const tiesText = (a: boolean, b: boolean) =>
  a || b
    ? `${a && b ? "in both trees" : `in the ${a ? "left" : "right"} tree`}: other, equally valid trees exist`
    : "none";

/** What the reader must know of the two trees: models that are left out, and trees that are still to come. */
function Notes({ compared, a, b }: { compared: Compared; a: ComparedSideFragment; b: ComparedSideFragment }) {
  const leftOut = compared.leftOut.map(({ model, reason }) => `${model.name} (${reason})`);
  const unfinished = [a, b].filter(({ run, image }) => !image && !["done", "failed", "cancelled"].includes(run.status));
  return (
    <>
      {leftOut.length > 0 && (
        <p className={styles.note} data-testid="left-out">
          Left out: {listText(leftOut)}.
        </p>
      )}
      {unfinished.length > 0 && (
        <p className={styles.note}>
          So far: {listText([...new Set(unfinished.map(({ run }) => run.name))])} is not finished.
        </p>
      )}
    </>
  );
}
