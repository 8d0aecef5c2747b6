import type { Admission } from "../admit/admit.ts";
import { EngineError } from "../errors.ts";
import { getLayer } from "./cam.ts";
import type { Parameters, PixelFacts } from "./method.ts";
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

/** What methods ask of a model before anything is compiled. */
export interface ModelFacts extends Pick<Admission, "targetLayer"> {
  /** Defaults of methods that look at the range of pixels follow it; without it pixels are 0 to 255. */
  readonly preprocessing?: PixelFacts | undefined;
}

const reductions = ["abs-sum", "sum", "max-abs", "none"];

/** One number, or one a channel: methods that take both check which they were given. */
const kindOf = (value: unknown) => (Array.isArray(value) ? "number" : typeof value);

const kindNames: Readonly<Record<string, string>> = { number: "a number", string: "text", boolean: "true or false" };

/** What a parameter takes, by its default. */
const kindName = (value: unknown) => kindNames[kindOf(value)] ?? kindOf(value);

/**
 * Writes out a request's parameters. Nothing is compiled.
 *
 * @throws EngineError `unknown-method`, `bad-parameter`, `no-target-layer`
 */
export function resolveMethod(request: MethodRequest, facts: ModelFacts): ResolvedMethod {
  const method = getMethod(request.slug);
  const looksAtLayer = method.grid === "layer" || "layer" in method.parameters;
  const layer =
    looksAtLayer && typeof request.parameters?.layer !== "string"
      ? getLayer({ layer: facts.targetLayer }).tensor
      : undefined;
  const defaults: Parameters = {
    ...method.parameters,
    ...(facts.preprocessing && method.parametersFor?.(facts.preprocessing)),
    reduction: method.reduction,
    ...(layer !== undefined && { layer }),
  };
  const parameters = { ...defaults, ...request.parameters };
  for (const [name, value] of Object.entries(parameters)) {
    const known = name in defaults || (name === "layer" && looksAtLayer);
    const typed =
      known && (defaults[name] === undefined || defaults[name] === null || kindOf(value) === kindOf(defaults[name]));
    if (!typed || (name === "reduction" && !reductions.includes(String(value)))) {
      const [why, takes] = known
        ? [
            `cannot be ${JSON.stringify(value)}`,
            name === "reduction" ? reductions.join(", ") : kindName(defaults[name]),
          ]
        : ["is unknown", Object.keys(defaults).join(", ")];
      throw new EngineError("bad-parameter", `The parameter "${name}" of ${method.name} ${why}; it takes ${takes}.`, {
        slug: method.slug,
        name,
      });
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
