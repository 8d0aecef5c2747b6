"use client";

import { type CSSProperties, useEffect, useRef, useState } from "react";
import { ColourBar } from "../charts/colour-bar.tsx";
import { lastJoiner, type Tree } from "../charts/dendrogram.prepare.ts";
import { Dendrogram } from "../charts/dendrogram.tsx";
import { prepareMatrix } from "../charts/similarity-matrix.prepare.ts";
import { SimilarityMatrix } from "../charts/similarity-matrix.tsx";
import type { ClusteringDetailQuery } from "../gql/graphql";
import { usualLook } from "../heatmap/look.prepare.ts";
import { Overlay } from "../heatmap/overlay.tsx";
import { FamilyDot } from "../model/family-dot.tsx";
import { shortLabel } from "../text/label.ts";
import { heightText, probabilityText, scoreText } from "../text/probability.ts";
import { distanceText, linkageText, measureText } from "./setting-text.ts";
import styles from "./tree-figure.module.css";

export type ClusteringDetail = NonNullable<ClusteringDetailQuery["clustering"]>;

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
  const [column, treeWidth] = useWidth();
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
              clustering={clustering}
              leaf={leaf}
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

interface LeafProps {
  clustering: FigureTree;
  leaf: number;
  imageId: string | null;
  view: string;
  look: ReturnType<typeof usualLook>;
}

function Leaf({ clustering, leaf, imageId, view, look }: LeafProps) {
  const model = clustering.models[leaf]!;
  const heatmap = clustering.heatmaps?.[leaf];
  if (!heatmap || imageId === null) return <MeanLeaf model={model} />;
  const { predicted, correct } = heatmap;
  const says = predicted ? shortLabel(predicted.class.label) : "";
  return (
    <li className={styles.leaf} data-testid="tree-leaf">
      <div className={styles.thumbnail}>
        <Overlay
          imageId={imageId}
          heatmapId={heatmap.id}
          view={view}
          rect={heatmap.rect ?? null}
          look={look}
          size={144}
          alt={`${model.name}'s map`}
        />
      </div>
      <div className={styles.leafText}>
        <p className={styles.leafName} title={model.name}>
          <FamilyDot family={model.family} />
          <span>{model.name}</span>
        </p>
        {predicted && (
          <p className={styles.says} title={predicted.class.label}>
            {correct !== null && (
              <b data-correct={correct}>
                {correct ? "✓" : "✕"}
                <span className="visually-hidden">{correct ? " right:" : " wrong:"}</span>
              </b>
            )}
            {says} {probabilityText(predicted.probability)}
          </p>
        )}
        <p className={styles.grid}>
          {heatmap.gridWidth}×{heatmap.gridHeight}
        </p>
      </div>
    </li>
  );
}

function MeanLeaf({ model }: { model: FigureTree["models"][number] }) {
  return (
    <li className={styles.leaf} data-testid="tree-leaf">
      <div className={styles.leafText}>
        <p className={styles.leafName} title={model.name}>
          <FamilyDot family={model.family} />
          <span>{model.name}</span>
        </p>
        {model.family !== model.name && <p>{model.family}</p>}
      </div>
    </li>
  );
}

/** Tall rows for a few models, lower ones so that thirteen still fit a screen. */
const rowHeightFor = (leaves: number) => Math.round(Math.min(72, Math.max(44, 560 / leaves)));

function useWidth(): [React.RefObject<HTMLDivElement | null>, number] {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}
