"use client";

import { Cluster, hierarchy } from "@visx/hierarchy";
import { type PointerEvent, useMemo, useRef } from "react";
import { heightText } from "../text/probability.ts";
import styles from "./dendrogram.module.css";
import {
  type Branch,
  branchesOf,
  moveCut,
  nestTree,
  type Tree,
  type TreeNode,
  treeScale,
} from "./dendrogram.prepare.ts";

interface PointNode {
  x: number;
  data: TreeNode;
  children?: PointNode[];
}

/** The cluster layout spreads leaves evenly in drawing order; their x is our distance from the top. */
const placed = (point: PointNode): Parameters<typeof branchesOf>[0] => ({
  node: point.data,
  y: point.x,
  children: (point.children ?? []).map(placed),
});

interface BranchesProps {
  tree: Tree;
  rootHeight: number;
  width: number;
  height: number;
  stub: number;
  className: (branch: Branch) => string | undefined;
}

export function Branches({ tree, rootHeight, width, height, stub, className }: BranchesProps) {
  const root = useMemo(() => {
    const nested = nestTree(tree);
    return nested && hierarchy(nested);
  }, [tree]);
  if (!root) return null;
  return (
    <Cluster<TreeNode> root={root} size={[height, width]} separation={() => 1}>
      {(layout) => (
        <g>
          {branchesOf(placed(layout as PointNode), treeScale(rootHeight, width, stub)).map((branch) => (
            <path key={branch.key} d={branch.path} className={className(branch)} />
          ))}
        </g>
      )}
    </Cluster>
  );
}

interface DendrogramProps {
  tree: Tree;
  rootHeight: number;
  /** Pixels; the rows beside it have height / leaves each. */
  width: number;
  height: number;
  cut: number;
  /** The leaf that the page's sentence is about, in the accent. */
  highlighted: number | null;
  label: string;
  onCut: (height: number) => void;
}

const stub = 10;

export function Dendrogram({ tree, rootHeight, width, height, cut, highlighted, label, onCut }: DendrogramProps) {
  const scale = treeScale(rootHeight, width, stub);
  const svg = useRef<SVGSVGElement>(null);
  const drag = (event: PointerEvent) => {
    if (event.buttons === 0 || !svg.current) return;
    onCut(scale.heightAt(event.clientX - svg.current.getBoundingClientRect().left));
  };
  return (
    <div className={styles.dendrogram} style={{ width }}>
      <svg ref={svg} width={width} height={height} role="img" aria-label={label} data-testid="dendrogram">
        <Branches
          tree={tree}
          rootHeight={rootHeight}
          width={width}
          height={height}
          stub={stub}
          className={({ height: at, leaf }) =>
            leaf !== null && leaf === highlighted ? styles.highlighted : at > cut ? styles.above : styles.below
          }
        />
      </svg>
      <div
        className={styles.cut}
        style={{ left: scale.x(cut), height: height + 22 }}
        role="slider"
        tabIndex={0}
        aria-label="Cut the tree at a height"
        aria-valuemin={0}
        aria-valuemax={Number(rootHeight.toFixed(3))}
        aria-valuenow={Number(cut.toFixed(3))}
        aria-orientation="horizontal"
        data-testid="cut-line"
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onKeyDown={(event) => {
          // To the left is up the tree.
          const steps = { ArrowLeft: 1, ArrowRight: -1, PageUp: 10, PageDown: -10 }[event.key];
          if (steps === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          onCut(moveCut(cut, steps, rootHeight));
        }}
      >
        <span className={styles.cutHeight} data-figures>
          {heightText(cut)}
        </span>
      </div>
    </div>
  );
}

interface SmallTreeProps {
  tree: Tree;
  rootHeight: number;
  /** The height that the left edge stands for, so that small trees beside each other share one scale. */
  scaleHeight: number;
  /** Nodes whose branches are in the accent, numbered as scipy does. */
  highlighted: ReadonlySet<number>;
  width: number;
  height: number;
}

export function SmallTree({ tree, rootHeight, scaleHeight, highlighted, width, height }: SmallTreeProps) {
  const own = 3 + (rootHeight / (scaleHeight || 1)) * (width - 3);
  return (
    <svg width={width} height={height} aria-hidden="true">
      <g transform={`translate(${width - own} 0)`}>
        <Branches
          tree={tree}
          rootHeight={rootHeight}
          width={own}
          height={height}
          stub={3}
          className={({ end }) => (highlighted.has(end) ? styles.smallHighlighted : styles.small)}
        />
      </g>
    </svg>
  );
}
