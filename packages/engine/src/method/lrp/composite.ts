import type { Node } from "../../graph/graph.ts";
import type { PullbackContext } from "../../pullback/pullback.ts";
import type { Rule } from "./ledger.ts";
import { weighted } from "./table.ts";

/** Which layers a rule is for. */
export type LayerPredicate = (context: PullbackContext) => boolean;

/** Rules by layer: the first whose predicate holds. The last should hold for all. */
export type Composite = readonly (readonly [LayerPredicate, Rule])[];

const weightedOps: ReadonlySet<string> = new Set(weighted);

export const any: LayerPredicate = () => true;

export const isConv: LayerPredicate = ({ node }) => node.op === "Conv" || node.op === "ConvTranspose";

/** Whether no layer with weights lies between a layer and the picture. */
export const isFirst: LayerPredicate = ({ builder, inputs }) => {
  const open = [inputs[0]!];
  const seen = new Set<Node>();
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const node = builder.producer(name);
    if (!node || seen.has(node)) continue;
    if (weightedOps.has(node.op)) return false;
    seen.add(node);
    open.push(...node.inputs.filter(Boolean));
  }
  return true;
};

/** The rule that a composite gives a layer. */
export const compositeRule =
  (composite: Composite): Rule =>
  (context) => {
    const found = composite.find(([predicate]) => predicate(context));
    if (!found) throw new Error(`no rule for ${context.node.op}`);
    return found[1](context);
  };
