"use client";

import { cutTree, type Tree } from "../charts/dendrogram.prepare.ts";
import { patternPath } from "../pattern/address.prepare.ts";
import { patternOfTree } from "../pattern/pattern-of-tree.prepare.ts";
import { Button, ButtonLink } from "../shell/button.tsx";
import { Facts, Inspector } from "../shell/inspector.tsx";
import { countOf, listText } from "../text/count.ts";
import { heightText, scoreText } from "../text/probability.ts";
import styles from "./cluster-inspector.module.css";
import { downloadNewick } from "./newick.ts";
import type { Setting } from "./setting.prepare.ts";
import { StabilitySection } from "./stability-section.tsx";
import type { ClusteringDetail } from "./tree-figure.tsx";
import type { Settings } from "./use-settings.ts";

interface ClusterInspectorProps {
  clustering: ClusteringDetail;
  tree: Tree;
  cut: number;
  runId: string;
  methodKey: string | undefined;
  fileName: string;
  settings: Settings;
  canCompute: boolean;
  onSetting: (setting: Setting) => void;
  open: boolean;
  onClose: () => void;
}

export function ClusterInspector({
  clustering,
  tree,
  cut,
  runId,
  methodKey,
  fileName,
  settings,
  canCompute,
  onSetting,
  open,
  onClose,
}: ClusterInspectorProps) {
  const clusters = cutTree(tree, cut);
  const heights = tree.merges.map(({ height }) => height);
  const silhouette = clustering.cuts.find((cut) => cut.clusters === clusters.length)?.silhouette;
  const pattern = patternOfTree(tree, cut, clustering.models);
  return (
    <Inspector label="The tree in numbers" open={open} onClose={onClose}>
      <div className={styles.stack}>
        {pattern && (
          <StabilitySection
            clustering={clustering}
            pattern={pattern}
            runId={runId}
            methodKey={methodKey}
            settings={settings}
            canCompute={canCompute}
            onSetting={onSetting}
          />
        )}
        <section>
          <h2>Cut at {heightText(cut)}</h2>
          <p className={styles.note}>
            {countOf(clusters.length, "cluster")}
            {silhouette != null && ` · silhouette ${scoreText(silhouette)}`}; drag the line, or focus it and use ← →
          </p>
          <Facts
            facts={clusters.map((leaves, index) => [
              `Cluster ${index + 1}`,
              listText(leaves.map((leaf) => clustering.models[leaf]!.name)),
            ])}
          />
        </section>
        <section>
          <h2>Tree</h2>
          <Facts
            facts={[
              ["Cophenetic r", scoreText(clustering.cophenetic)],
              ["Ties", clustering.ties ? "yes: other, equally valid trees exist" : "none"],
              ["Heights", `${heightText(heights[0] ?? 0)} to ${heightText(heights.at(-1) ?? 0)}`],
              ["Compared at", `${clustering.setting.grid}×${clustering.setting.grid}`],
            ]}
          />
        </section>
        <div className={styles.actions}>
          {pattern && (
            <ButtonLink
              kind="primary"
              href={patternPath({ run: runId, pattern, method: methodKey })}
              data-testid="count-pattern"
            >
              Count this pattern
            </ButtonLink>
          )}
          <Button onClick={() => downloadNewick(clustering.newick, fileName)} data-testid="newick">
            Newick
          </Button>
        </div>
      </div>
    </Inspector>
  );
}
