import type { ClusteringDetailQuery } from "../gql/graphql";
import type { usualLook } from "../heatmap/look.prepare.ts";
import { Overlay } from "../heatmap/overlay.tsx";
import { FamilyDot } from "../model/family-dot.tsx";
import { shortLabel } from "../text/label.ts";
import { probabilityText } from "../text/probability.ts";
import styles from "./tree-figure.module.css";

export type ClusteringDetail = NonNullable<ClusteringDetailQuery["clustering"]>;

interface LeafProps {
  model: ClusteringDetail["models"][number];
  /** Undefined where the tree is not one image's. */
  heatmap: ClusteringDetail["heatmaps"][number] | undefined;
  imageId: string | null;
  view: string;
  look: ReturnType<typeof usualLook>;
}

/** A model at the tree's edge: its map of the image and what it says, or its family over many images. */
export function Leaf({ model, heatmap, imageId, view, look }: LeafProps) {
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

function MeanLeaf({ model }: { model: ClusteringDetail["models"][number] }) {
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
