import type { Admission } from "../admit/admit.ts";
import { EngineError } from "../errors.ts";
import { getLayer } from "./cam.ts";
import type { Parameters } from "./method.ts";
import { getMethod } from "./table.ts";

/** A method and those of its parameters that differ from the defaults. */
export interface MethodRequest {
  readonly slug: string;
  readonly parameters?: Parameters;
}

/** A request with every parameter written out: its part of a map's identity. */
export interface ResolvedMethod {
  readonly slug: string;
  /** Sorted by name; `reduction` always, `layer` where the method looks at one. */
  readonly parameters: Parameters;
  /** The name of its map among the outputs; equal slugs get numbers. */
  readonly output: string;
  readonly grid: "input" | "layer";
  readonly signed: boolean;
}

const reductions = ["abs-sum", "sum", "max-abs", "none"];

/**
 * Writes out a request's parameters. Nothing is compiled.
 *
 * @throws EngineError `unknown-method`, `bad-parameter`, `no-target-layer`
 */
export function resolveMethod(request: MethodRequest, admission: Pick<Admission, "targetLayer">): ResolvedMethod {
  const method = getMethod(request.slug);
  const looksAtLayer = method.grid === "layer" || "layer" in method.parameters;
  const layer =
    looksAtLayer && typeof request.parameters?.layer !== "string"
      ? getLayer({ layer: admission.targetLayer }).tensor
      : undefined;
  const defaults: Parameters = {
    ...method.parameters,
    reduction: method.reduction,
    ...(layer !== undefined && { layer }),
  };
  const parameters = { ...defaults, ...request.parameters };
  for (const [name, value] of Object.entries(parameters)) {
    const known = name in defaults || (name === "layer" && looksAtLayer);
    const typed =
      known && (defaults[name] === undefined || defaults[name] === null || typeof value === typeof defaults[name]);
    if (!typed || (name === "reduction" && !reductions.includes(String(value)))) {
      const why = known ? `cannot be ${JSON.stringify(value)}` : "is unknown";
      throw new EngineError(
        "bad-parameter",
        `The parameter "${name}" of ${method.name} ${why}; it takes ${Object.keys(defaults).join(", ")}.`,
        { slug: method.slug, name },
      );
    }
  }
  method.check?.(parameters);
  const sorted = Object.fromEntries(Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    slug: method.slug,
    parameters: sorted,
    output: method.slug,
    grid: method.gridOf?.(sorted) ?? method.grid,
    signed: method.signed,
  };
}
