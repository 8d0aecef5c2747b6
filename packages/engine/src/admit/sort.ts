import { ModelInconsistentError } from "../errors.ts";
import type { Node } from "../graph/graph.ts";
import { producers } from "../graph/graph.ts";

/**
 * The nodes that `outputs` need, in an order that can run. What the outputs do not need is left out, whatever it is.
 *
 * @throws ModelInconsistentError for a cycle
 */
export function neededNodes(nodes: readonly Node[], outputs: readonly string[]): Node[] {
  const maker = producers(nodes);
  const sorted: Node[] = [];
  const state = new Map<Node, "open" | "done">();
  // An explicit stack: a chain of 100,000 nodes must not overflow the call stack.
  const stack = outputs.flatMap((name) => maker.get(name) ?? []).reverse();
  while (stack.length > 0) {
    const node = stack.at(-1)!;
    if (state.get(node) === undefined) {
      state.set(node, "open");
      for (const input of node.inputs) {
        const before = input ? maker.get(input) : undefined;
        if (!before || state.get(before) === "done") continue;
        if (state.get(before) === "open") {
          throw new ModelInconsistentError(
            `The model's node "${node.name}" (${node.op}) needs its own result; the model cannot run as it is.`,
          );
        }
        stack.push(before);
      }
      continue;
    }
    stack.pop();
    if (state.get(node) === "open") {
      state.set(node, "done");
      sorted.push(node);
    }
  }
  return sorted;
}
