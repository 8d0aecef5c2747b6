/**
 * A row of the linkage matrix, as scipy numbers it: left and right are leaves (< n) or earlier merges (n + position),
 * left < right; merges come in the order in which they happen.
 */
export interface Merge {
  readonly left: number;
  readonly right: number;
  readonly height: number;
  /** Leaves under it. */
  readonly size: number;
}

/** Two clusters, each named by one of its leaves, that join at a height. */
export interface Joint {
  readonly a: number;
  readonly b: number;
  readonly height: number;
}

/**
 * Joints in any order to merges: sorted by height (equal ones as they came), numbered as they form by union-find.
 * The tie-breaking is scipy's.
 */
export function numberMerges(joints: readonly Joint[]): Merge[] {
  const n = joints.length + 1;
  const parent = Int32Array.from({ length: 2 * n - 1 }, (_, node) => node);
  const size = new Int32Array(2 * n - 1).fill(1);
  const root = (leaf: number) => {
    let top = leaf;
    while (parent[top] !== top) top = parent[top]!;
    for (let node = leaf; node !== top; ) {
      const next = parent[node]!;
      parent[node] = top;
      node = next;
    }
    return top;
  };
  return [...joints]
    .sort((p, q) => p.height - q.height)
    .map(({ a, b, height }, position) => {
      const roots = [root(a), root(b)] as const;
      const node = n + position;
      parent[roots[0]] = node;
      parent[roots[1]] = node;
      size[node] = size[roots[0]]! + size[roots[1]]!;
      return { left: Math.min(...roots), right: Math.max(...roots), height, size: size[node] };
    });
}
