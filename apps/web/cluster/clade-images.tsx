"use client";

import { nodesOfCluster, type Tree } from "../charts/dendrogram.prepare.ts";
import { Slider } from "../shell/slider.tsx";
import { countOf } from "../text/count.ts";
import allStyles from "./all-trees.module.css";
import styles from "./clade-images.module.css";
import type { CountedClade } from "./consensus.prepare.ts";
import { SmallTrees, tallestOf } from "./small-trees.tsx";
import type { LoadedTree } from "./use-trees.ts";

interface CladeImagesProps {
  clade: CountedClade | null;
  holding: readonly LoadedTree[];
  others: readonly LoadedTree[];
  shown: LoadedTree | undefined;
  at: number;
  onMove: (at: number) => void;
  view: string;
  hrefOf: (imageId: string) => string;
  /** Whether every image of the run is here. */
  complete: boolean;
}

/** The images whose trees have the cluster, to scrub through, and those whose trees have not. */
export function CladeImages(props: CladeImagesProps) {
  const { clade, holding, others, shown, at, onMove, view, hrefOf, complete } = props;
  const tallest = tallestOf([...holding, ...others]);
  const noteOf = (tree: Tree) => {
    const nodes = clade && nodesOfCluster(tree, clade.leaves);
    return { nodes: nodes ?? new Set<number>(), told: nodes ? "has the cluster" : "has it not" };
  };
  const trees = { tallest, view, selected: shown?.imageId, hrefOf, noteOf };
  return (
    <>
      {holding.length > 0 && (
        <section className={allStyles.all} aria-labelledby="holding">
          <div className={styles.head}>
            <h2 id="holding">
              {complete ? "The" : "Of the images looked at,"} {countOf(holding.length, "image")} with this cluster{" "}
              <span>in orange</span>
            </h2>
            {holding.length > 1 && (
              <label className={styles.scrub}>
                <Slider
                  label="Scrub through the images with this cluster"
                  min={1}
                  max={holding.length}
                  value={at + 1}
                  width={180}
                  testId="scrub"
                  onChange={(place) => onMove(place - 1)}
                />
                <output data-testid="scrubbed">{shown?.title}</output>
              </label>
            )}
          </div>
          <SmallTrees trees={holding} {...trees} />
        </section>
      )}
      {others.length > 0 && (
        <section className={allStyles.all} aria-labelledby="not-holding">
          <h2 id="not-holding">
            {clade ? `${countOf(others.length, "image")} without it` : countOf(others.length, "image")}
          </h2>
          <SmallTrees trees={others} {...trees} />
        </section>
      )}
    </>
  );
}
