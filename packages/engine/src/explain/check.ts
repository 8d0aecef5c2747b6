import type { Classifier } from "../admit/classifier.ts";
import { createBuilder } from "../graph/builder.ts";
import { backward } from "../pullback/backward.ts";
import { pullbacks } from "../pullback/table.ts";
import { simplify } from "../simplify/simplify.ts";

/**
 * Walks back from the logits to the image once, as an explanation would, and throws the result away: what is admitted
 * can be explained.
 *
 * @throws UnsupportedOpError for the first op on the way that no gradient can pass
 */
export function checkExplainable({ graph, input }: Classifier): void {
  const forward = simplify(graph);
  const logits = forward.outputs[0]!;
  const builder = createBuilder(forward);
  backward({ builder, graph: forward, from: logits, seed: logits, to: [input], table: pullbacks });
}
