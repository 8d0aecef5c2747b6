import { SupportBrackets } from "./support-brackets.tsx";
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

/** What most trees have, with the leaves' names. */
export function SupportTree({ tree, leaves, hrefOf }: SupportTreeProps) {
  const width = Math.max(narrowest, 12 + level * new Set(tree.nodes.map(({ x }) => x)).size);
  return (
    <div className={styles.tree} data-testid="support-tree">
      <SupportBrackets tree={tree} names={leaves.map(({ name }) => name)} width={width} row={row} hrefOf={hrefOf} />
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
