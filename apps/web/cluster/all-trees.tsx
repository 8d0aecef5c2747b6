"use client";

import Link from "next/link";
import { lastJoiner, type Tree } from "../charts/dendrogram.prepare.ts";
import { SmallTree } from "../charts/dendrogram.tsx";
import { clusterPath, photograph } from "../shell/routes.ts";
import styles from "./all-trees.module.css";

export interface ImageTree {
  imageId: string;
  title: string;
  tree: Tree;
  rootHeight: number;
}

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
  const tallest = Math.max(...trees.map(({ rootHeight }) => rootHeight));
  return (
    <section className={styles.all} aria-labelledby="all-trees">
      <h2 id="all-trees">
        {trees.length === 1 ? "The one image" : `${complete ? "All" : "The first"} ${trees.length} images`}{" "}
        <span>
          the leaf that joins last in orange{complete && trees.length > 1 && "; sorted by the height of the last merge"}
        </span>
      </h2>
      <ul className={styles.list}>
        {trees.map(({ imageId, title, tree, rootHeight }) => {
          const joiner = lastJoiner(tree);
          const told = joiner === null ? "two clusters meet last" : `${names[joiner]} joins last`;
          return (
            <li key={imageId}>
              <Link
                href={clusterPath(runId, { image: imageId, method, setting, order })}
                replace
                scroll={false}
                className={styles.item}
                aria-current={imageId === selected || undefined}
                aria-label={`${title}: ${told}, at ${rootHeight.toFixed(2)}`}
                title={`${title}: ${told}`}
                data-testid="small-tree"
              >
                <img
                  src={photograph(imageId, view === "centre" ? "centre" : "whole", 96)}
                  alt=""
                  loading="lazy"
                  width="40"
                  height="40"
                />
                <SmallTree
                  tree={tree}
                  rootHeight={rootHeight}
                  scaleHeight={tallest}
                  highlighted={joiner}
                  width={76}
                  height={44}
                />
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
