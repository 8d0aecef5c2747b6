/**
 * A method's resolved parameters in one line: "epsilon 1e-6 · reduction sum". The layer has a place of its own, and what
 * is empty says nothing. Of lists of names, such as the pictures that expected gradients refer to, only the length is told.
 */
export function parameterText(parameters: unknown): string {
  if (parameters === null || typeof parameters !== "object") return "";
  return Object.entries(parameters)
    .filter(
      ([name, value]) =>
        name !== "layer" && value !== "" && value !== null && !(Array.isArray(value) && value.length === 0),
    )
    .map(([name, value]) => `${name} ${valueText(value)}`)
    .join(" · ");
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return listText(value);
  if (typeof value === "number") return Math.abs(value) < 1e-3 && value !== 0 ? value.toExponential() : String(value);
  return typeof value === "string" ? value : JSON.stringify(value);
}

function listText(values: readonly unknown[]): string {
  if (!values.every((value) => typeof value === "number")) return String(values.length);
  return `[${values.map((value) => valueText(Number(value.toPrecision(4)))).join()}]`;
}
