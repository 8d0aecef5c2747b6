import { EngineError } from "../errors.ts";
import { closestPair } from "./closest-pair.ts";
import { itemCount } from "./condensed.ts";
import { type Link, type LinkageMethod, linkageMethods, links } from "./links.ts";
import { type Merge, numberMerges } from "./merge.ts";
import { neighbourChain } from "./neighbour-chain.ts";
import { spanningTree } from "./spanning-tree.ts";

type Algorithm = (condensed: Float64Array, n: number, link: Link) => Merge[];

const byChain: Algorithm = (condensed, n, link) => numberMerges(neighbourChain(condensed, n, link));

/** Which algorithm serves a method decides how ties fall: as in scipy. */
const algorithms: Record<LinkageMethod, Algorithm> = {
  single: (condensed, n) => numberMerges(spanningTree(condensed, n)),
  complete: byChain,
  average: byChain,
  weighted: byChain,
  ward: byChain,
  centroid: closestPair,
  median: closestPair,
};

/**
 * The n − 1 merges of n items, equal to scipy.cluster.hierarchy.linkage to the last bit, ties included.
 * @param condensed distances of the n(n−1)/2 pairs, row by row
 * @throws EngineError `too-few-leaves`, `distance-count`, `distance-not-finite`, `unknown-linkage`
 */
export function linkage(condensed: Float64Array, n: number, method: LinkageMethod): Merge[] {
  check(condensed, n, method);
  return algorithms[method](condensed, n, links[method]);
}

function check(condensed: Float64Array, n: number, method: string): void {
  if (!Object.hasOwn(links, method)) {
    throw new EngineError(
      "unknown-linkage",
      `There is no linkage ${method}; choose one of ${linkageMethods.join(", ")}.`,
      { method },
    );
  }
  if (n < 2) throw new EngineError("too-few-leaves", `A tree needs at least 2 leaves, this one has ${n}.`, { n });
  if (itemCount(condensed.length) !== n) {
    throw new EngineError(
      "distance-count",
      `${n} leaves have ${(n * (n - 1)) / 2} distances between them, these are ${condensed.length}.`,
      { n, distances: condensed.length },
    );
  }
  // By index: walking two million distances with an iterator would take longer than joining them.
  for (let pair = 0; pair < condensed.length; pair++) {
    if (Number.isFinite(condensed[pair])) continue;
    throw new EngineError("distance-not-finite", "Some distance between two leaves is not a finite number.");
  }
}
