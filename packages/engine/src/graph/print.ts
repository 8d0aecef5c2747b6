import { type Attribute, type Graph, getValue, type Value } from "./graph.ts";
import { shapeText } from "./shape.ts";
import { hasNumbers, numbers } from "./tensor.ts";

function constantText(value: Value): string {
  const { tensor } = value;
  if (!tensor) return value.name;
  const count = tensor.dims.reduce((a, b) => a * b, 1);
  if (count > 8 || !hasNumbers(tensor)) return `${value.name}${shapeText(tensor.dims)}`;
  const elements = numbers(tensor).map((v) => Number(v.toPrecision(6)));
  return tensor.dims.length === 0 ? `${elements[0]}` : `{${elements.join(", ")}}`;
}

const attributeText = (value: Attribute): string =>
  typeof value === "object" && "bytes" in value
    ? `{${numbers(value).slice(0, 8).join(", ")}}`
    : Array.isArray(value)
      ? `[${value.join(", ")}]`
      : `${value}`;

/**
 * A graph as text, one node a line: `dx [N, 8, 16, 16] = Mul(dy, sign)`. Small constants are written out, others are
 * named with their shape. Meant for people and for tests that compare graphs.
 */
export function print(graph: Graph): string {
  const operand = (name: string) => (name ? constantText(getValue(graph, name)) : "_");
  const port = (name: string) => `${name} ${shapeText(getValue(graph, name).shape)}`;
  const lines = graph.nodes.map((node) => {
    const attributes = Object.entries(node.attributes).map(([name, value]) => `, ${name}=${attributeText(value)}`);
    return `${node.outputs.map(port).join(", ")} = ${node.op}(${node.inputs.map(operand).join(", ")}${attributes.join("")})`;
  });
  return [
    `input ${graph.inputs.map(port).join(", ")}`,
    ...lines,
    `output ${graph.outputs.map(port).join(", ")}`,
    "",
  ].join("\n");
}
