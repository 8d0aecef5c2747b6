"use client";

import type { CSSProperties } from "react";
import { ColourBar } from "../charts/colour-bar.tsx";
import { prepareMatrix } from "../charts/similarity-matrix.prepare.ts";
import { SimilarityMatrix } from "../charts/similarity-matrix.tsx";
import { SupportBrackets } from "../charts/support-brackets.tsx";
import { prepareSupportTree } from "../charts/support-tree.prepare.ts";
import { usualLook } from "../heatmap/look.prepare.ts";
import { useWidth } from "../shell/use-width.ts";
import { scoreText } from "../text/probability.ts";
import type { CountedClade } from "./consensus.prepare.ts";
import type { Setting } from "./setting.prepare.ts";
import { measureText } from "./setting-text.ts";
import styles from "./tree-figure.module.css";
import { rowHeightFor } from "./tree-figure.tsx";
import { type ClusteringDetail, Leaf } from "./tree-leaf.tsx";

interface ConsensusFigureProps {
  models: ClusteringDetail["models"];
  clades: readonly CountedClade[];
  clade: CountedClade | null;
  similarities: readonly (readonly (number | null)[])[];
  setting: Setting;
  /** The image whose maps stand at the leaves; null while there is none. */
  image: { readonly id: string; readonly heatmaps: ClusteringDetail["heatmaps"] } | null;
  view: string;
  signed: boolean;
  hrefOf: (clade: Pick<CountedClade, "leaves">) => string;
}

/** The majority-rule tree with each clade's support, one image's maps, and the mean similarities, in one order. */
export function ConsensusFigure(props: ConsensusFigureProps) {
  const { models, clades, clade, similarities, setting, image, view, signed, hrefOf } = props;
  const rowHeight = rowHeightFor(models.length);
  const [column, width] = useWidth<HTMLDivElement>();
  const tree = prepareSupportTree(models.length, clades);
  const order = tree.leaves.map(({ leaf }) => leaf);
  const names = models.map(({ name }) => name);
  const matrix = prepareMatrix(similarities, order);
  return (
    <div className={styles.room}>
      <div
        className={styles.figure}
        style={{ "--row": `${rowHeight}px` } as CSSProperties}
        data-testid="consensus-tree"
      >
        <div ref={column} className={styles.tree}>
          {width > 0 && (
            <SupportBrackets tree={tree} names={names} width={width} row={rowHeight} selected={clade} hrefOf={hrefOf} />
          )}
          <div className={styles.axis}>
            <span>share of the trees that have each cluster; branches have no lengths</span>
          </div>
        </div>
        <ol className={styles.leaves}>
          {order.map((leaf) => (
            <Leaf
              key={models[leaf]!.id}
              model={models[leaf]!}
              heatmap={image?.heatmaps[leaf]}
              imageId={image?.id ?? null}
              view={view}
              look={usualLook(signed)}
            />
          ))}
        </ol>
        <div className={styles.matrix}>
          <SimilarityMatrix
            matrix={matrix}
            names={order.map((leaf) => names[leaf]!)}
            rowHeight={rowHeight}
            highlighted={null}
            measure={measureText(setting)}
          />
          <div className={styles.scale}>
            <ColourBar name="viridis" ends={[scoreText(matrix.domain.low), scoreText(matrix.domain.high)]} />
            <span>mean {measureText(setting)}, rows and columns in the tree's order</span>
          </div>
        </div>
      </div>
    </div>
  );
}
