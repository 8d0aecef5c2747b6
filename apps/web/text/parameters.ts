/**
 * A method's resolved parameters in one line: "epsilon 1e-6 · reduction sum". The layer has a place of its own, and what
 * is empty says nothing.
 */
export function parameterText(parameters: unknown): string {
  if (parameters === null || typeof parameters !== "object") return "";
  return Object.entries(parameters)
    .filter(([name, value]) => name !== "layer" && value !== "" && value !== null)
    .map(([name, value]) => `${name} ${valueText(value)}`)
    .join(" · ");
}

function valueText(value: unknown): string {
  if (typeof value === "number") return Math.abs(value) < 1e-3 && value !== 0 ? value.toExponential() : String(value);
  return typeof value === "string" ? value : JSON.stringify(value);
}
