import { maxPoolByComparing } from "./max-pool-comparing.ts";
import { emitPoolScatter } from "./pool-scatter.ts";
import type { Pullback } from "./pullback.ts";

/** dx = dy at each window's first maximum, added up where windows overlap. */
export const maxPool: Pullback = (context) => {
  const { builder, node, dy } = context;
  return [builder.profile.pool === "indices" ? emitPoolScatter(builder, node, dy) : maxPoolByComparing(context)];
};
