"use client";

import { cutTree, type Tree } from "../charts/dendrogram.prepare.ts";
import { patternPath } from "../pattern/address.prepare.ts";
import type { PatternJson } from "../pattern/pattern.prepare.ts";
import { Button, ButtonLink } from "../shell/button.tsx";
import { Facts } from "../shell/inspector.tsx";
import { countOf, listText } from "../text/count.ts";
import { heightText, scoreText } from "../text/probability.ts";
import styles from "./cluster-inspector.module.css";
import { downloadNewick } from "./newick.ts";
import { settingAddress } from "./setting.prepare.ts";
import type { ClusteringDetail } from "./tree-leaf.tsx";

interface TreeNumbersProps {
  numbers: Pick<ClusteringDetail, "models" | "cuts" | "cophenetic" | "ties" | "setting" | "newick">;
  tree: Tree;
  cut: number;
  pattern: PatternJson | null;
  runId: string;
  methodKey: string | undefined;
  fileName: string;
}

/** A tree where it is cut, its numbers, and where it leads. */
export function TreeNumbers({ numbers, tree, cut, pattern, runId, methodKey, fileName }: TreeNumbersProps) {
  const clusters = cutTree(tree, cut);
  const heights = tree.merges.map(({ height }) => height);
  const silhouette = numbers.cuts.find((each) => each.clusters === clusters.length)?.silhouette;
  return (
    <>
      <section>
        <h2>Cut at {heightText(cut)}</h2>
        <p className={styles.note}>
          {countOf(clusters.length, "cluster")}
          {silhouette != null && ` · silhouette ${scoreText(silhouette)}`}; drag the line, or focus it and use ← →
        </p>
        <Facts
          facts={clusters.map((leaves, index) => [
            `Cluster ${index + 1}`,
            listText(leaves.map((leaf) => numbers.models[leaf]!.name)),
          ])}
        />
      </section>
      <section>
        <h2>Tree</h2>
        <Facts
          facts={[
            ["Cophenetic r", scoreText(numbers.cophenetic)],
            ["Ties", numbers.ties ? "yes: other, equally valid trees exist" : "none"],
            ["Heights", `${heightText(heights[0] ?? 0)} to ${heightText(heights.at(-1) ?? 0)}`],
            ["Compared at", `${numbers.setting.grid}×${numbers.setting.grid}`],
          ]}
        />
      </section>
      <div className={styles.actions}>
        {pattern && (
          <ButtonLink
            kind="primary"
            href={patternPath({ run: runId, pattern, method: methodKey, setting: settingAddress(numbers.setting) })}
            data-testid="count-pattern"
          >
            Count this pattern
          </ButtonLink>
        )}
        <Button onClick={() => downloadNewick(numbers.newick, fileName)} data-testid="newick">
          Newick
        </Button>
      </div>
    </>
  );
}
