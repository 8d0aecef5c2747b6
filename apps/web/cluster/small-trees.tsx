import type { Tree } from "../charts/dendrogram.prepare.ts";
import { SmallTree } from "../charts/dendrogram.tsx";
import { photograph } from "../shell/routes.ts";
import { StateLink } from "../shell/state-link.tsx";
import { heightText } from "../text/probability.ts";
import styles from "./all-trees.module.css";

export interface ImageTree {
  imageId: string;
  title: string;
  tree: Tree;
  rootHeight: number;
}

/** What a small tree is shown for: nodes in the accent, and the same in words. */
export interface TreeNote {
  readonly nodes: ReadonlySet<number>;
  readonly told: string;
}

interface SmallTreesProps {
  trees: readonly ImageTree[];
  /** The height that the left edge stands for in all of them. */
  tallest: number;
  view: string;
  selected: string | undefined;
  hrefOf: (imageId: string) => string;
  noteOf: (tree: Tree) => TreeNote;
}

/** A photograph and its tree each, on one scale; a click chooses the image. */
export function SmallTrees({ trees, tallest, view, selected, hrefOf, noteOf }: SmallTreesProps) {
  return (
    <ul className={styles.list}>
      {trees.map(({ imageId, title, tree, rootHeight }) => {
        const { nodes, told } = noteOf(tree);
        return (
          <li key={imageId}>
            <StateLink
              href={hrefOf(imageId)}
              className={styles.item}
              aria-current={imageId === selected || undefined}
              aria-label={`${title}: ${told}, at ${heightText(rootHeight)}`}
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
                highlighted={nodes}
                width={76}
                height={44}
              />
            </StateLink>
          </li>
        );
      })}
    </ul>
  );
}

export const tallestOf = (trees: readonly ImageTree[]) => Math.max(...trees.map(({ rootHeight }) => rootHeight));
