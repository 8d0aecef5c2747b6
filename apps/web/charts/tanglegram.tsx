"use client";

import type { CSSProperties } from "react";
import { useWidth } from "../shell/use-width.ts";
import { Branches } from "./dendrogram.tsx";
import styles from "./tanglegram.module.css";
import { isSharedEnd, type Strand, strandPath, strandsOf, type TangledTree } from "./tanglegram.prepare.ts";

interface TanglegramProps {
  left: TangledTree;
  right: TangledTree;
  names: readonly string[];
  /** What stands over each tree. */
  titles: readonly [string, string];
  label: string;
}

const stub = 8;
const rowHeightFor = (leaves: number) => Math.round(Math.min(44, Math.max(22, 520 / leaves)));

/** Two trees face to face; a line joins each leaf's places, solid where both trees have its cluster. */
export function Tanglegram({ left, right, names, titles, label }: TanglegramProps) {
  const rowHeight = rowHeightFor(left.leafCount);
  const height = rowHeight * left.leafCount;
  const strands = strandsOf(left, right);
  const style = { "--row": `${rowHeight}px` } as CSSProperties;
  return (
    <figure className={styles.figure} style={style} aria-label={label} data-testid="tanglegram">
      <h2 className={styles.title}>{titles[0]}</h2>
      <h2 className={styles.title} data-right>
        {titles[1]}
      </h2>
      <Half tree={left} height={height} />
      <Names leaves={left.leafOrder} names={names} />
      <Strands strands={strands} names={names} rowHeight={rowHeight} height={height} />
      <Names leaves={right.leafOrder} names={names} right />
      <Half tree={right} height={height} mirrored />
    </figure>
  );
}

function Half({ tree, height, mirrored = false }: { tree: TangledTree; height: number; mirrored?: boolean }) {
  const [element, width] = useWidth<HTMLDivElement>();
  const rootHeight = tree.merges.at(-1)?.height ?? 1;
  return (
    <div ref={element} className={styles.half} data-mirrored={mirrored || undefined}>
      {width > 0 && (
        <svg width={width} height={height} aria-hidden="true">
          <g transform={mirrored ? `translate(${width} 0) scale(-1 1)` : undefined}>
            <Branches
              tree={tree}
              rootHeight={rootHeight}
              width={width}
              height={height}
              stub={stub}
              className={({ end }) => (isSharedEnd(tree, end) ? styles.sharedBranch : styles.branch)}
            />
          </g>
        </svg>
      )}
    </div>
  );
}

function Names({
  leaves,
  names,
  right = false,
}: {
  leaves: readonly number[];
  names: readonly string[];
  right?: boolean;
}) {
  return (
    <ol className={styles.names} data-right={right || undefined} aria-hidden="true">
      {leaves.map((leaf) => (
        <li key={leaf} title={names[leaf]}>
          <span>{names[leaf]}</span>
        </li>
      ))}
    </ol>
  );
}

interface StrandsProps {
  strands: readonly Strand[];
  names: readonly string[];
  rowHeight: number;
  height: number;
}

function Strands({ strands, names, rowHeight, height }: StrandsProps) {
  const [element, width] = useWidth<HTMLDivElement>();
  return (
    <div ref={element} className={styles.strands}>
      {width > 0 && (
        <svg width={width} height={height} aria-hidden="true">
          {strands.map((strand) => (
            <path
              key={strand.leaf}
              d={strandPath(strand, width, rowHeight)}
              data-shared={strand.clade !== null}
              data-testid="strand"
            >
              <title>{names[strand.leaf]}</title>
            </path>
          ))}
        </svg>
      )}
    </div>
  );
}
