import { EngineError } from "../../errors.ts";
import type { Parameters } from "../method.ts";

/** @throws EngineError `bad-parameter` unless the parameter is a whole number of at least `least` */
export function checkCount(parameters: Parameters, name: string, least = 1): void {
  const value = parameters[name];
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= 1e6) return;
  throw new EngineError(
    "bad-parameter",
    `The parameter "${name}" is ${JSON.stringify(value)}; it takes a whole number from ${least} to 1000000.`,
    { name },
  );
}

/** @throws EngineError `bad-parameter` unless the parameter is above 0, and at most `most` */
export function checkShare(parameters: Parameters, name: string, most = Number.POSITIVE_INFINITY): void {
  const value = parameters[name];
  if (typeof value === "number" && value > 0 && value <= most) return;
  throw new EngineError(
    "bad-parameter",
    `The parameter "${name}" is ${JSON.stringify(value)}; it takes a number above 0${Number.isFinite(most) ? ` and up to ${most}` : ""}.`,
    { name },
  );
}
