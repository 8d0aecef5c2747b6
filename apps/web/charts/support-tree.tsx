import Link from "next/link";
import styles from "./support-tree.module.css";
import type { SupportedClade, SupportTree as Tree } from "./support-tree.prepare.ts";

interface SupportTreeProps {
  tree: Tree;
  leaves: readonly { readonly name: string; readonly colour: string }[];
  /** Where a clade leads. */
  hrefOf: (clade: SupportedClade) => string;
}

const row = 22;
/** Room for a level of brackets, and at the least for one with its support. */
const level = 36;
const narrowest = 72;

/** Brackets around what most trees have, each with its support. */
export function SupportTree({ tree, leaves, hrefOf }: SupportTreeProps) {
  const width = Math.max(narrowest, 12 + level * new Set(tree.nodes.map(({ x }) => x)).size);
  const at = (x: number) => 6 + x * (width - 12);
  const middle = (y: number) => (y + 0.5) * row;
  const height = tree.leaves.length * row;
  return (
    <div className={styles.tree} style={{ height }} data-testid="support-tree">
      <svg width={width} height={height} aria-hidden="true">
        {tree.leaves.map(({ leaf, from }, place) => (
          <path key={leaf} d={`M${at(from)} ${middle(place)}H${width}`} />
        ))}
        {tree.nodes.map(({ x, y, top, bottom, from }) => (
          <path
            key={`${x} ${y}`}
            d={`M${at(x)} ${middle(top)}V${middle(bottom)}${from === null ? "" : `M${at(from)} ${middle(y)}H${at(x)}`}`}
          />
        ))}
      </svg>
      {tree.nodes.map(
        ({ x, y, clade }) =>
          clade && (
            <Link
              key={`${x} ${y}`}
              href={hrefOf(clade)}
              replace
              scroll={false}
              className={styles.support}
              style={{ left: at(x), top: middle(y) }}
              title={`${clade.leaves.map((leaf) => leaves[leaf]!.name).join(", ")}: a cluster in ${percent(clade.support)} of the trees`}
            >
              {percent(clade.support)}
            </Link>
          ),
      )}
      <ol>
        {tree.leaves.map(({ leaf }) => (
          <li key={leaf} style={{ height: row }}>
            <span className={styles.dot} style={{ background: leaves[leaf]!.colour }} />
            <span className={styles.name} title={leaves[leaf]!.name}>
              {leaves[leaf]!.name}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
