import { quoteLabel } from "../clustering/newick.ts";

/** A node of a tree that may have any number of children. */
export interface Branch {
  readonly label?: string;
  readonly children: readonly Branch[];
  /** 0–1; written as the node's label, to three decimals, as tree viewers read it. */
  readonly support?: number;
  /** Up to its parent. */
  readonly length?: number;
}

/** A tree with supports in Newick's format. */
export function supportNewick(root: Branch): string {
  const write = ({ label, children, support, length }: Branch): string => {
    const name = label === undefined ? "" : quoteLabel(label);
    const inner = children.length > 0 ? `(${children.map(write).join()})` : "";
    const node = support === undefined ? "" : String(Math.round(support * 1000) / 1000);
    return `${inner}${name}${node}${length === undefined ? "" : `:${length}`}`;
  };
  return `${write(root)};`;
}
