import { createBuilder } from "../graph/builder.ts";
import type { Graph } from "../graph/graph.ts";
import { backward } from "../pullback/backward.ts";
import { pullbacks } from "../pullback/table.ts";

/**
 * Walks back from the logits to the image once, as an explanation would, and throws the result away: what is admitted
 * can be explained.
 *
 * @param forward a simplified classifier
 * @throws UnsupportedOpError for the first op on the way that no gradient can pass
 */
export function checkExplainable(forward: Graph, input: string): void {
  const logits = forward.outputs[0]!;
  const builder = createBuilder(forward);
  backward({ builder, graph: forward, from: logits, seed: logits, to: [input], table: pullbacks });
}
