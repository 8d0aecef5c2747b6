/** One row of the linkage matrix, numbered as scipy does: below `n` a leaf, else merge number − n. */
export interface Merge {
  left: number;
  right: number;
  height: number;
  size: number;
}

export interface Tree {
  leafCount: number;
  merges: readonly Merge[];
  /** Leaves (positions in the leaf set) from the top of the drawing to its bottom. */
  leafOrder: readonly number[];
}

export interface TreeNode {
  /** scipy's number of this cluster. */
  id: number;
  height: number;
  /** The leaf's position in the leaf set; null for a merge. */
  leaf: number | null;
  children?: TreeNode[];
}

/** The tree as nested nodes, children ordered as the leaves are drawn. Null for fewer than two leaves. */
export function nestTree({ leafCount, merges, leafOrder }: Tree): TreeNode | null {
  if (merges.length === 0) return null;
  const row = new Map(leafOrder.map((leaf, position) => [leaf, position]));
  const node = (id: number): TreeNode => {
    if (id < leafCount) return { id, height: 0, leaf: id };
    const merge = merges[id - leafCount]!;
    const children = [node(merge.left), node(merge.right)].sort((a, b) => firstRow(a, row) - firstRow(b, row));
    return { id, height: merge.height, leaf: null, children };
  };
  return node(leafCount + merges.length - 1);
}

function firstRow(node: TreeNode, row: ReadonlyMap<number, number>): number {
  return node.children ? Math.min(...node.children.map((child) => firstRow(child, row))) : (row.get(node.leaf!) ?? 0);
}

/** The leaf that the last merge adds alone to all the others; null for two leaves, or where two clusters meet last. */
export function lastJoiner({ leafCount, merges }: Tree): number | null {
  const last = merges.at(-1);
  if (!last || leafCount < 3) return null;
  return [last.left, last.right].find((id) => id < leafCount) ?? null;
}

/** The leaves of every node, lowest first; nodes are numbered as scipy does. */
export function leavesUnder({ leafCount, merges }: Pick<Tree, "leafCount" | "merges">): number[][] {
  const under = Array.from({ length: leafCount }, (_, leaf) => [leaf]);
  for (const { left, right } of merges) under.push([...under[left]!, ...under[right]!].sort((a, b) => a - b));
  return under;
}

/** The nodes of the cluster of exactly these leaves (lowest first), its own included; null where the tree has none. */
export function nodesOfCluster(tree: Tree, leaves: readonly number[]): ReadonlySet<number> | null {
  const under = leavesUnder(tree);
  const own = under.findIndex(
    (members) => members.length === leaves.length && members.every((leaf, at) => leaf === leaves[at]),
  );
  if (own < 0) return null;
  return new Set(under.flatMap((members, node) => (members.every((leaf) => leaves.includes(leaf)) ? [node] : [])));
}

/** Clusters whose merges lie at or below `height`, in the drawing's order. */
export function cutTree(tree: Tree, height: number): number[][] {
  const root = nestTree(tree);
  if (!root) return tree.leafOrder.map((leaf) => [leaf]);
  const clusters: number[][] = [];
  const descend = (node: TreeNode) => {
    if (!node.children || node.height <= height) clusters.push(leavesOf(node));
    else for (const child of node.children) descend(child);
  };
  descend(root);
  return clusters;
}

const leavesOf = (node: TreeNode): number[] => (node.children ? node.children.flatMap(leavesOf) : [node.leaf!]);

/** Between the last merge and the one before it: two clusters, the coarsest split that the tree makes. */
export function defaultCut({ merges }: Tree): number {
  const [before, last] = merges.slice(-2).map(({ height }) => height);
  if (before === undefined) return 0;
  return last === undefined ? before / 2 : (before + last) / 2;
}

/** What a step of a key moves the cut by: a hundredth of the tree, kept inside it. */
export function moveCut(cut: number, steps: number, rootHeight: number): number {
  const moved = cut + (steps * rootHeight) / 100;
  return Math.min(rootHeight, Math.max(0, moved));
}

export interface TreeScale {
  /** Pixels from the left edge: the root's stub starts at 0, leaves end at `width`. */
  x: (height: number) => number;
  /** The height at a pixel, kept between 0 and the root's. */
  heightAt: (x: number) => number;
}

/** `stub` is the short line that carries the root. */
export function treeScale(rootHeight: number, width: number, stub: number): TreeScale {
  const span = width - stub;
  const top = rootHeight > 0 ? rootHeight : 1;
  return {
    x: (height) => stub + (1 - height / top) * span,
    heightAt: (x) => Math.min(rootHeight, Math.max(0, (1 - (x - stub) / span) * top)),
  };
}

export interface Branch {
  key: string;
  path: string;
  /** The branch's own height: above the cut it is drawn fainter. */
  height: number;
  /** The leaf at the end of this branch, null for the trunk of a merge. */
  leaf: number | null;
  /** The cluster at the end of this branch, numbered as scipy does. */
  end: number;
}

interface Placed {
  node: TreeNode;
  /** Pixels from the top, given by the cluster layout. */
  y: number;
  children: Placed[];
}

/** One elbow a child (down or up from the merge, then right), and the root's stub. */
export function branchesOf(root: Placed, scale: TreeScale): Branch[] {
  const branches: Branch[] = [
    {
      key: "root",
      path: `M0 ${root.y}H${scale.x(root.node.height)}`,
      height: root.node.height,
      leaf: null,
      end: root.node.id,
    },
  ];
  const descend = (parent: Placed) => {
    for (const child of parent.children) {
      branches.push({
        key: `${parent.node.id}-${child.node.id}`,
        path: `M${scale.x(parent.node.height)} ${parent.y}V${child.y}H${scale.x(child.node.height)}`,
        height: parent.node.height,
        leaf: child.node.leaf,
        end: child.node.id,
      });
      descend(child);
    }
  };
  descend(root);
  return branches;
}
