import type { Graph } from "../graph/graph.ts";
import { prune } from "../graph/prune.ts";
import { foldBatchNormalization } from "./batch-normalization.ts";
import { foldConstants } from "./constants.ts";
import { windowGlobalMaxPool } from "./global-max-pool.ts";
import { removeIdentities } from "./identity.ts";
import { nestConcats } from "./nested-concat.ts";
import type { Pass } from "./pass.ts";
import { poolParts } from "./pooled-parts.ts";

/** In this order: each pass leaves to the next what it makes visible. */
const passes: readonly Pass[] = [
  foldConstants,
  removeIdentities,
  foldBatchNormalization,
  windowGlobalMaxPool,
  nestConcats,
  poolParts,
];

/**
 * The same function by a simpler graph.
 *
 * @param keep tensors that callers look at: they live on under their name or an alias
 */
export function simplify(graph: Graph, keep: ReadonlySet<string> = new Set()): Graph {
  return prune(passes.reduce((current, pass) => pass(current, keep), graph));
}
