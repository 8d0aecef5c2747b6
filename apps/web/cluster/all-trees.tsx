"use client";

import { lastJoiner, type Tree } from "../charts/dendrogram.prepare.ts";
import { clusterPath } from "../shell/routes.ts";
import styles from "./all-trees.module.css";
import { type ImageTree, SmallTrees, type TreeNote, tallestOf } from "./small-trees.tsx";

interface AllTreesProps {
  trees: readonly ImageTree[];
  runId: string;
  method: string;
  /** Of the address, kept while walking through the images. */
  setting: string | undefined;
  order: string | undefined;
  view: string;
  selected: string | undefined;
  names: readonly string[];
  /** Whether every image of the run is here; only then can an order over all of them be promised. */
  complete: boolean;
}

export function AllTrees({ trees, runId, method, setting, order, view, selected, names, complete }: AllTreesProps) {
  const noteOf = (tree: Tree): TreeNote => {
    const joiner = lastJoiner(tree);
    return joiner === null
      ? { nodes: new Set(), told: "two clusters meet last" }
      : { nodes: new Set([joiner]), told: `${names[joiner]} joins last` };
  };
  return (
    <section className={styles.all} aria-labelledby="all-trees">
      <h2 id="all-trees">
        {trees.length === 1 ? "The one image" : `${complete ? "All" : "The first"} ${trees.length} images`}{" "}
        <span>
          the leaf that joins last in orange{complete && trees.length > 1 && "; sorted by the height of the last merge"}
        </span>
      </h2>
      <SmallTrees
        trees={trees}
        tallest={tallestOf(trees)}
        view={view}
        selected={selected}
        hrefOf={(image) => clusterPath(runId, { image, method, setting, order })}
        noteOf={noteOf}
      />
    </section>
  );
}
