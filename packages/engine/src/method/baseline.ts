import { EngineError } from "../errors.ts";
import type { Builder } from "../graph/builder.ts";

/**
 * A number a channel, given as one number for all or as three.
 *
 * @throws EngineError `bad-parameter`
 */
export function perChannel(value: unknown, name: string): readonly [number, number, number] {
  const list = typeof value === "number" ? [value, value, value] : value;
  if (Array.isArray(list) && list.length === 3 && list.every((v) => typeof v === "number" && Number.isFinite(v))) {
    return list as [number, number, number];
  }
  throw new EngineError(
    "bad-parameter",
    `The parameter "${name}" is ${JSON.stringify(value)}; it takes a number, or three, one a channel.`,
    { name },
  );
}

/** A picture of one colour, [1, 3, H, W], as a constant of the graph. */
export function emitBaseline(builder: Builder, input: string, colour: readonly number[]): string {
  const [, ...dims] = builder.shape(input).map(Number) as [number, ...number[]];
  return builder.emit("Expand", [builder.float(colour, [1, 3, 1, 1]), builder.int([1, ...dims])]);
}
