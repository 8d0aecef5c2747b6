export interface SupportedClade {
  /** Positions of the leaves. */
  readonly leaves: readonly number[];
  /** Share of the trees, above .5. */
  readonly support: number;
}

/** An inner node: where it stands, the rows that it joins, and from where its stem comes. */
export interface SupportNode {
  /** 0 at the root, 1 at the leaves. */
  readonly x: number;
  /** In rows, from the top. */
  readonly y: number;
  readonly top: number;
  readonly bottom: number;
  /** The x of the node around it; null for the root. */
  readonly from: number | null;
  /** Null for the root, which all trees have. */
  readonly clade: SupportedClade | null;
}

export interface SupportTree {
  readonly nodes: readonly SupportNode[];
  /** Leaves from top to bottom, each with the x at which its branch begins. */
  readonly leaves: readonly { readonly leaf: number; readonly from: number }[];
}

interface Branch {
  clade: SupportedClade | null;
  branches: Branch[];
  own: number[];
}

/** A majority-rule tree as rows and brackets: heights are levels, for it has no lengths. */
export function prepareSupportTree(leafCount: number, clades: readonly SupportedClade[]): SupportTree {
  const root: Branch = { clade: null, branches: [], own: [] };
  const around: Branch[] = Array.from({ length: leafCount }, () => root);
  for (const clade of [...clades].sort((a, b) => b.leaves.length - a.leaves.length)) {
    const branch: Branch = { clade, branches: [], own: [] };
    around[clade.leaves[0]!]!.branches.push(branch);
    for (const leaf of clade.leaves) around[leaf] = branch;
  }
  around.forEach((branch, leaf) => {
    branch.own.push(leaf);
  });
  const levels = levelOf(root);
  const nodes: SupportNode[] = [];
  const leaves: { leaf: number; from: number }[] = [];
  const place = (branch: Branch, from: number | null): number => {
    const x = 1 - levelOf(branch) / levels;
    // Clades first, the largest on top; then the leaves that are in none.
    const rows = branch.branches.map((inner) => place(inner, x));
    for (const leaf of branch.own) {
      rows.push(leaves.length);
      leaves.push({ leaf, from: x });
    }
    const [top, bottom] = [Math.min(...rows), Math.max(...rows)];
    const y = (top + bottom) / 2;
    nodes.push({ x, y, top, bottom, from, clade: branch.clade });
    return y;
  };
  place(root, null);
  return { nodes, leaves };
}

/** How many nodes deep a branch is, itself included. */
function levelOf({ branches }: Branch): number {
  return 1 + Math.max(0, ...branches.map(levelOf));
}
