import type { PullbackContext } from "../../pullback/pullback.ts";
import type { RelevanceContext } from "./ledger.ts";

/** z + ε·sign z with sign 0 = +1, and the ε part alone. */
export function stabilise(
  { builder, emit }: PullbackContext,
  z: string,
  epsilon: number,
): { sum: string; part: string } {
  const positive = emit("GreaterOrEqual", [z, builder.float(0)]);
  const part = emit("Where", [positive, builder.float(epsilon), builder.float(-epsilon)]);
  return { sum: emit("Add", [z, part]), part };
}

/** What is known of the contributions that share an output's relevance. */
export interface Contributions {
  /** What they add up to. */
  readonly z: string;
  readonly epsilon: number;
  /** The part of z that the layer's constants make, given s; undefined where z has none. */
  readonly constants?: (s: string) => string | undefined;
  /** Times how much this sharing counts (default 1). */
  readonly factor?: number;
}

/**
 * s = R/(z + ε·sign z): what a contribution gets for each unit. So z·s reaches inputs and constants, and ε·sign z·s
 * nobody: all of R where nothing contributed. Constants' and ε's parts are noted.
 */
export function perUnit(context: RelevanceContext, { z, epsilon, constants, factor }: Contributions): string {
  const { emit, dy, ledger } = context;
  const { sum, part } = stabilise(context, z, epsilon);
  const s = emit("Div", [dy, sum]);
  if (ledger) {
    const taken = constants?.(s);
    if (taken !== undefined) ledger.bias(context, taken, factor);
    ledger.epsilon(context, emit("Mul", [s, part]), factor);
  }
  return s;
}
