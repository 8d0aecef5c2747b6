"use client";

import type { CSSProperties } from "react";
import { ColourBar } from "../charts/colour-bar.tsx";
import { lastJoiner, type Tree } from "../charts/dendrogram.prepare.ts";
import { Dendrogram } from "../charts/dendrogram.tsx";
import { prepareMatrix } from "../charts/similarity-matrix.prepare.ts";
import { SimilarityMatrix } from "../charts/similarity-matrix.tsx";
import { usualLook } from "../heatmap/look.prepare.ts";
import { useWidth } from "../shell/use-width.ts";
import { heightText, scoreText } from "../text/probability.ts";
import { distanceText, linkageText, measureText } from "./setting-text.ts";
import styles from "./tree-figure.module.css";
import { type ClusteringDetail, Leaf } from "./tree-leaf.tsx";

/** A tree with what is drawn beside it; maps only where it is one image's. */
export type FigureTree = Pick<ClusteringDetail, "models" | "similarities" | "setting"> & {
  heatmaps?: ClusteringDetail["heatmaps"];
};

interface TreeFigureProps {
  clustering: FigureTree;
  tree: Tree;
  rootHeight: number;
  /** Null for a mean over images. */
  imageId: string | null;
  view: string;
  signed: boolean;
  cut: number;
  onCut: (height: number) => void;
}

/** Tree, thumbnails and similarity matrix: one order, one line a model. */
export function TreeFigure({ clustering, tree, rootHeight, imageId, view, signed, cut, onCut }: TreeFigureProps) {
  const rowHeight = rowHeightFor(tree.leafCount);
  const [column, treeWidth] = useWidth<HTMLDivElement>();
  const joiner = lastJoiner(tree);
  const matrix = prepareMatrix(clustering.similarities, tree.leafOrder);
  const names = tree.leafOrder.map((leaf) => clustering.models[leaf]!.name);
  return (
    <div className={styles.room}>
      <div className={styles.figure} style={{ "--row": `${rowHeight}px` } as CSSProperties}>
        <div ref={column} className={styles.tree}>
          {treeWidth > 0 && (
            <Dendrogram
              tree={tree}
              rootHeight={rootHeight}
              width={treeWidth}
              height={rowHeight * tree.leafCount}
              cut={cut}
              highlighted={joiner}
              label={`Dendrogram of ${tree.leafCount} models, last merge at ${heightText(rootHeight)}`}
              onCut={onCut}
            />
          )}
          <div className={styles.axis}>
            <span>{heightText(rootHeight)}</span>
            <span>
              merge height ({linkageText(clustering.setting)}, {distanceText(clustering.setting)})
            </span>
            <span>0</span>
          </div>
        </div>
        <ol className={styles.leaves}>
          {tree.leafOrder.map((leaf) => (
            <Leaf
              key={clustering.models[leaf]!.id}
              model={clustering.models[leaf]!}
              heatmap={clustering.heatmaps?.[leaf]}
              imageId={imageId}
              view={view}
              look={usualLook(signed)}
            />
          ))}
        </ol>
        <div className={styles.matrix}>
          <SimilarityMatrix
            matrix={matrix}
            names={names}
            rowHeight={rowHeight}
            highlighted={joiner === null ? null : tree.leafOrder.indexOf(joiner)}
            measure={measureText(clustering.setting)}
          />
          <div className={styles.scale}>
            <ColourBar name="viridis" ends={[scoreText(matrix.domain.low), scoreText(matrix.domain.high)]} />
            <span>{measureText(clustering.setting)}, rows and columns in the tree's order</span>
          </div>
        </div>
      </div>
    </div>
  );
}

/** Tall rows for a few models, lower ones so that thirteen still fit a screen. */
export const rowHeightFor = (leaves: number) => Math.round(Math.min(72, Math.max(44, 560 / leaves)));
