"use client";

import type { Tree } from "../charts/dendrogram.prepare.ts";
import { patternOfTree } from "../pattern/pattern-of-tree.prepare.ts";
import { Inspector } from "../shell/inspector.tsx";
import styles from "./cluster-inspector.module.css";
import type { Setting } from "./setting.prepare.ts";
import { StabilitySection } from "./stability-section.tsx";
import type { ClusteringDetail } from "./tree-leaf.tsx";
import { TreeNumbers } from "./tree-numbers.tsx";
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

/** One image's tree in numbers, and whether it depends on the settings. */
export function ClusterInspector(props: ClusterInspectorProps) {
  const { clustering, tree, cut, runId, methodKey, fileName, settings, canCompute, onSetting, open, onClose } = props;
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
        <TreeNumbers
          numbers={clustering}
          tree={tree}
          cut={cut}
          pattern={pattern}
          runId={runId}
          methodKey={methodKey}
          fileName={fileName}
        />
      </div>
    </Inspector>
  );
}
