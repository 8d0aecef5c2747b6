import { StateLink } from "../shell/state-link.tsx";
import { percentText } from "../text/probability.ts";
import styles from "./support-brackets.module.css";
import type { SupportedClade, SupportTree } from "./support-tree.prepare.ts";

interface SupportBracketsProps {
  tree: SupportTree;
  names: readonly string[];
  /** Pixels. */
  width: number;
  row: number;
  /** The clade that is talked about, in the accent. */
  selected?: SupportedClade | null;
  /** Where a clade leads. */
  hrefOf: (clade: SupportedClade) => string;
}

/** Brackets around what most trees have, each with its support. */
export function SupportBrackets({ tree, names, width, row, selected, hrefOf }: SupportBracketsProps) {
  const at = (x: number) => 6 + x * (width - 12);
  const middle = (y: number) => (y + 0.5) * row;
  const height = tree.leaves.length * row;
  const chosen = new Set(selected?.leaves);
  const isIn = (clade: SupportedClade | null) => clade?.leaves.every((leaf) => chosen.has(leaf)) || undefined;
  return (
    <div className={styles.brackets} style={{ width, height }}>
      <svg width={width} height={height} aria-hidden="true">
        {tree.leaves.map(({ leaf, from }, place) => (
          <path key={leaf} d={`M${at(from)} ${middle(place)}H${width}`} data-selected={chosen.has(leaf) || undefined} />
        ))}
        {tree.nodes.map(({ x, y, top, bottom, from, clade }) => (
          <path
            key={`${x} ${y}`}
            d={`M${at(x)} ${middle(top)}V${middle(bottom)}${from === null ? "" : `M${at(from)} ${middle(y)}H${at(x)}`}`}
            data-selected={isIn(clade)}
          />
        ))}
      </svg>
      {tree.nodes.map(
        ({ x, y, clade }) =>
          clade && (
            <StateLink
              key={`${x} ${y}`}
              href={hrefOf(clade)}
              className={styles.support}
              style={{ left: at(x), top: middle(y) }}
              aria-current={clade === selected || undefined}
              title={`${clade.leaves.map((leaf) => names[leaf]!).join(", ")}: a cluster in ${percentText(clade.support)} of the trees`}
              data-testid="clade-support"
            >
              {percentText(clade.support)}
            </StateLink>
          ),
      )}
    </div>
  );
}
